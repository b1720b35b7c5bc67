package io.highwater.broker.protocol.record;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.BatchValidation.Invalid;
import java.util.ArrayList;
import java.util.List;

/// Collects the records of a batch that a topic does not take, to name all of them at once: a producer can then
/// send the others again.
///
/// Thread-safety: none.
final class RefusedRecords {
    /// The answer must not become many times larger than the batch was.
    private static final int MOST_NAMED = 10_000;

    private List<RecordError> errors = List.of();
    private int count;
    private boolean anyOutOfTime;

    boolean isEmpty() {
        return count == 0;
    }

    void withoutKey(int index) {
        if (mayName()) {
            errors.add(new RecordError(index, "A compacted topic needs a key in each record"));
        }
    }

    void outOfTime(int index, long timestamp, BatchRules rules) {
        anyOutOfTime = true;
        if (mayName()) {
            errors.add(new RecordError(
                    index,
                    "Timestamp %d is out of range; it should be within [%d, %d]"
                            .formatted(timestamp, rules.earliestTimestamp(), rules.latestTimestamp())));
        }
    }

    /// As with Apache Kafka, one wrong timestamp makes it a matter of timestamps.
    Invalid verdict() {
        return new Invalid(
                anyOutOfTime ? ErrorCode.INVALID_TIMESTAMP : ErrorCode.INVALID_RECORD,
                "%d records were refused; the first is record %d: %s"
                        .formatted(
                                count,
                                errors.getFirst().index(),
                                errors.getFirst().message()),
                errors);
    }

    private boolean mayName() {
        if (count == 0) {
            errors = new ArrayList<>();
        }
        count++;
        return count <= MOST_NAMED;
    }
}
