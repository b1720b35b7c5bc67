package io.highwater.broker.protocol.record;

import io.highwater.broker.protocol.ErrorCode;

/// What came of looking at a produced batch.
public sealed interface BatchValidation {
    /// The batch may be appended as it is.
    record Valid(RecordBatch batch) implements BatchValidation {}

    /// The batch is refused.
    ///
    /// @param message     what is wrong, for the producer's owner
    /// @param recordIndex which record is to blame, counted from 0; -1 for the batch as a whole
    record Invalid(ErrorCode error, String message, int recordIndex) implements BatchValidation {}
}
