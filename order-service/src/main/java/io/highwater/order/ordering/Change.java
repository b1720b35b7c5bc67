package io.highwater.order.ordering;

import java.time.Instant;
import java.util.UUID;

/// An order reached a status.
///
/// @param eventId id of the event that announced it
public record Change(OrderStatus status, Instant at, UUID eventId) {}
