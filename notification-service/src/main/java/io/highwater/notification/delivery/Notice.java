package io.highwater.notification.delivery;

import io.highwater.notification.channel.Channel;
import java.time.Instant;
import java.util.UUID;

/// What is to be delivered to whom: everything about a delivery that never changes.
///
/// @param eventId     `ce_id` of the event that caused it
/// @param eventType   its type with version, `OrderShipped.v1`
/// @param address     as it was when the event arrived
/// @param traceparent W3C trace context of the event's handling; empty when not traced
public record Notice(
        UUID deliveryId,
        String eventId,
        String eventType,
        UUID orderId,
        String userId,
        Channel channel,
        String address,
        Text text,
        String traceparent,
        Instant createdAt) {
    /// Without address and text, which must not reach a log.
    @Override
    public String toString() {
        return "Notice[%s %s %s]".formatted(deliveryId, eventType, channel);
    }
}
