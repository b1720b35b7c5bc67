package io.highwater.contracts.notifications;

import io.highwater.contracts.MessageType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A delivery was given up, on [io.highwater.contracts.Topics#NOTIFICATIONS_PARKED].
///
/// @param history each attempt's cause, oldest first
@MessageType("DeliveryParked.v1")
public record DeliveryParked(
        UUID deliveryId, UUID orderId, String userId, String channel, List<String> history, Instant parkedAt) {}
