package io.highwater.notification.channel;

import java.time.Instant;
import java.util.UUID;

/// One message as a provider gets it.
///
/// @param deliveryId    the idempotency key: every attempt of one delivery carries the same
/// @param address       in the form of the channel; personal data, so logs show [Masked] only
/// @param subject       one line; channels without one leave it out
/// @param attempt       1 for the first
/// @param createdAt  when the delivery was made: no attempt is older
public record OutboundMessage(
        UUID deliveryId, String address, String subject, String body, int attempt, Instant createdAt) {}
