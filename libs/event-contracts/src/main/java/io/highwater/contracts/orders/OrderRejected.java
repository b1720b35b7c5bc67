package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.time.Instant;
import java.util.UUID;

/// The order was refused, and everything done for it taken back; final. `reason` is `OUT_OF_STOCK`,
/// `CREDIT_EXCEEDED` or another upper-case code; `detail` is for people.
@MessageType("OrderRejected.v1")
public record OrderRejected(UUID orderId, String userId, String reason, String detail, Instant rejectedAt)
        implements OrderEvent {}
