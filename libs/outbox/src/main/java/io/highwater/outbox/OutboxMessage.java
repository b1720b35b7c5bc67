package io.highwater.outbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message to publish. Whatever is left `null` is filled in by the [Outbox]; use [#of] and the `with…` methods.
///
/// @param topic         topic to publish to
/// @param key           decides the partition, hence what stays in order
/// @param payload       a record annotated with [io.highwater.contracts.MessageType], written as JSON
/// @param id            the consumers' dedupe key; give one only to send the very same message again
/// @param subject       what the message is about; the key unless given
/// @param correlationId names the business process (the order); that of the message being handled unless given
/// @param causationId   id of the message that led to this one; the message being handled unless given
/// @param traceparent   W3C trace context; the current span unless given
public record OutboxMessage(
        String topic,
        String key,
        Object payload,
        @Nullable UUID id,
        @Nullable String subject,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent) {

    public static OutboxMessage of(String topic, String key, Object payload) {
        return new OutboxMessage(topic, key, payload, null, null, null, null, null);
    }

    public OutboxMessage withId(UUID id) {
        return new OutboxMessage(topic, key, payload, id, subject, correlationId, causationId, traceparent);
    }

    public OutboxMessage withSubject(String subject) {
        return new OutboxMessage(topic, key, payload, id, subject, correlationId, causationId, traceparent);
    }

    public OutboxMessage withCorrelationId(String correlationId) {
        return new OutboxMessage(topic, key, payload, id, subject, correlationId, causationId, traceparent);
    }

    public OutboxMessage withCausationId(String causationId) {
        return new OutboxMessage(topic, key, payload, id, subject, correlationId, causationId, traceparent);
    }

    public OutboxMessage withTraceparent(String traceparent) {
        return new OutboxMessage(topic, key, payload, id, subject, correlationId, causationId, traceparent);
    }
}
