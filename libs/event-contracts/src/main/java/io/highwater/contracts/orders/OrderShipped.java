package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.time.Instant;
import java.util.UUID;

/// The order left the warehouse; final.
@MessageType("OrderShipped.v1")
public record OrderShipped(UUID orderId, String userId, String trackingNumber, Instant shippedAt)
        implements OrderEvent {}
