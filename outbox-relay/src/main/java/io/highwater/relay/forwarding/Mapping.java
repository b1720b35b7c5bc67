package io.highwater.relay.forwarding;

import org.apache.kafka.clients.producer.ProducerRecord;

/// What becomes of one change event.
public sealed interface Mapping {
    /// An outbox row that can be sent as it is.
    record Forward(OutboxRow row, ProducerRecord<byte[], byte[]> record) implements Mapping {}

    /// An outbox row that can never be sent as it is.
    record Refuse(Refusal refusal) implements Mapping {}

    /// Not an inserted row: a heartbeat, a logical message, an update or delete by hand.
    record Skip() implements Mapping {}
}
