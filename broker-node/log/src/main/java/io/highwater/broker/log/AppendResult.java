package io.highwater.broker.log;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.RecordError;
import java.util.List;

/// What became of an append.
///
/// @param error           [ErrorCode#NONE] when the records are in the log, now or (see `duplicate`) since before
/// @param message         what is wrong, for the producer's owner; empty without an error
/// @param recordErrors    which records are to blame; empty for none in particular
/// @param baseOffset      offset of the first record, -1 with an error
/// @param lastOffset      offset of the last record, -1 with an error
/// @param logAppendTimeMs the broker's time in place of the producer's timestamps, -1 where the latter were kept
/// @param duplicate       whether these records had been appended before: nothing was written
/// @param rolled          whether a new segment was begun: a good moment to flush the old one
public record AppendResult(
        ErrorCode error,
        String message,
        List<RecordError> recordErrors,
        long baseOffset,
        long lastOffset,
        long logAppendTimeMs,
        boolean duplicate,
        boolean rolled) {
    static AppendResult appended(long baseOffset, long lastOffset, long logAppendTimeMs, boolean rolled) {
        return new AppendResult(ErrorCode.NONE, "", List.of(), baseOffset, lastOffset, logAppendTimeMs, false, rolled);
    }

    static AppendResult duplicate(long baseOffset, long lastOffset, long logAppendTimeMs) {
        return new AppendResult(ErrorCode.NONE, "", List.of(), baseOffset, lastOffset, logAppendTimeMs, true, false);
    }

    static AppendResult refused(ErrorCode error, String message, List<RecordError> recordErrors) {
        return new AppendResult(error, message, recordErrors, -1, -1, -1, false, false);
    }

    static AppendResult refused(ErrorCode error, String message) {
        return refused(error, message, List.of());
    }

    /// Whether the records are in the log.
    public boolean isAccepted() {
        return error == ErrorCode.NONE;
    }
}
