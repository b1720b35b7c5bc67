package io.highwater.outbox;

import java.util.UUID;

/// Publishes messages with the caller's transaction: committed together with its changes, or not at all.
public interface Outbox {
    /// Appends a message. Correlation, causation and trace default to the message being handled and the current
    /// span.
    ///
    /// @return the id under which the message travels (`ce_id`)
    /// @throws IllegalStateException without an active transaction: a change could be announced
    ///     that is never stored
    UUID append(OutboxMessage message);

    /// Appends `payload`, whose class carries [io.highwater.contracts.MessageType].
    default UUID append(String topic, String key, Object payload) {
        return append(OutboxMessage.of(topic, key, payload));
    }
}
