package io.highwater.broker.protocol.record;

import io.highwater.broker.protocol.ErrorCode;
import java.util.List;

/// What came of looking at a produced batch.
public sealed interface BatchValidation {
    /// The batch may be appended as it is.
    record Valid(RecordBatch batch) implements BatchValidation {}

    /// The batch is refused.
    ///
    /// @param message what is wrong, for the producer's owner
    /// @param records which records are to blame; empty for the batch as a whole
    record Invalid(ErrorCode error, String message, List<RecordError> records) implements BatchValidation {
        public Invalid {
            records = List.copyOf(records);
        }

        /// The batch as a whole is to blame.
        static Invalid batch(ErrorCode error, String message) {
            return new Invalid(error, message, List.of());
        }
    }

    /// The records were not looked at to the end: decompressed they are larger than the rules allow.
    ///
    /// @param limit how many bytes were allowed
    record TooLarge(long limit) implements BatchValidation {}
}
