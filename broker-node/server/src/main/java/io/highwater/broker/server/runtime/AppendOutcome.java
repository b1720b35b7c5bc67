package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.RecordError;
import java.util.List;

/// How a produce to one partition ended.
///
/// @param error       `NONE` when the records are written as firmly as was asked for
/// @param baseOffset  of the first record; -1 after an error
/// @param appendTime  the time the broker gave to the records, -1 when they keep their own
/// @param logStartOffset first offset of the log
/// @param message     what to do about the error; empty when there is none
/// @param recordErrors the records that are to blame; empty when it is the batch as a whole
public record AppendOutcome(
        ErrorCode error,
        long baseOffset,
        long appendTime,
        long logStartOffset,
        String message,
        List<RecordError> recordErrors) {

    static AppendOutcome written(long baseOffset, long appendTime, long logStartOffset) {
        return new AppendOutcome(ErrorCode.NONE, baseOffset, appendTime, logStartOffset, "", List.of());
    }

    /// The records were not written, or nobody knows.
    public static AppendOutcome failed(ErrorCode error, String message) {
        return new AppendOutcome(error, -1, -1, -1, message, List.of());
    }
}
