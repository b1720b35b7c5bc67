package io.highwater.relay.forwarding;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// Why a row cannot be sent, now or ever.
///
/// @param detail  for the person who has to decide what happens to the row
/// @param columns the row's columns as far as they could be read, by column name
public record Refusal(Reason reason, String detail, Map<String, String> columns) {
    public Refusal {
        columns = Map.copyOf(columns);
    }

    /// The reasons, as they stand in the quarantine record's header and in the metric's tag.
    public enum Reason {
        /// A column is missing, empty or not of the agreed shape.
        MALFORMED_ROW,
        /// Not a legal topic name, or one of the broker's internal topics.
        INVALID_TOPIC,
        /// The broker is there and the topic stayed away for longer than `highwater.relay.topic-patience`.
        UNKNOWN_TOPIC,
        /// Larger than the producer or the topic allows.
        TOO_LARGE,
        /// The broker looked at the record and refused it for good.
        REFUSED_BY_BROKER
    }

    /// The reason if `failure` is about the record itself; empty if the same record may succeed later.
    static Optional<Reason> reasonOf(Throwable failure) {
        return switch (failure) {
            case RecordTooLargeException _, RecordBatchTooLargeException _ -> Optional.of(Reason.TOO_LARGE);
            case InvalidTopicException _ -> Optional.of(Reason.INVALID_TOPIC);
            case InvalidRecordException _, InvalidTimestampException _ -> Optional.of(Reason.REFUSED_BY_BROKER);
            default -> Optional.empty();
        };
    }
}
