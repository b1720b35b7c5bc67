package io.highwater.contracts.notifications;

import io.highwater.contracts.MessageType;
import java.time.Instant;
import java.util.UUID;

/// A delivery failed and is to be tried again, on [io.highwater.contracts.Topics#NOTIFICATIONS_DLQ].
///
/// @param attempt   how often it was tried, at least 1
/// @param cause     why the last attempt failed, for people
/// @param notBefore earliest time of the next attempt
@MessageType("DeliveryFailed.v1")
public record DeliveryFailed(
        UUID deliveryId, UUID orderId, String userId, String channel, int attempt, String cause, Instant notBefore) {}
