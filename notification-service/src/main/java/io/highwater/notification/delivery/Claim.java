package io.highwater.notification.delivery;

import java.time.Instant;
import java.util.UUID;

/// The exclusive right to attempt a delivery for a while.
///
/// @param leaseId fences the outcome: it is stored only while the lease is still this one
/// @param cutOff  whether a former lease ran out without an outcome
public record Claim(Delivery delivery, UUID leaseId, Instant leaseUntil, boolean cutOff) {}
