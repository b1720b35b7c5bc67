package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An order was accepted and is `PENDING` until its saga ends.
@MessageType("OrderPlaced.v1")
public record OrderPlaced(UUID orderId, String userId, List<OrderLine> lines, long totalCents, Instant placedAt)
        implements OrderEvent {}
