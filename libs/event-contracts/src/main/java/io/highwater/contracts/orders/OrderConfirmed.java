package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.time.Instant;
import java.util.UUID;

/// Stock is reserved and the payment captured: the order will be shipped.
@MessageType("OrderConfirmed.v1")
public record OrderConfirmed(UUID orderId, String userId, long totalCents, Instant confirmedAt) implements OrderEvent {}
