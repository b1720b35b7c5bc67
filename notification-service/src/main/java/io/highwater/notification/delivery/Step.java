package io.highwater.notification.delivery;

/// What one attempt did to a delivery.
///
/// @param delivery the delivery afterwards
public record Step(Delivery delivery, Attempt attempt) {}
