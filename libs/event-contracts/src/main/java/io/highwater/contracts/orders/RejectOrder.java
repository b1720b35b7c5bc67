package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Reject a pending order; answered by [OrderRejected].
@MessageType("RejectOrder.v1")
public record RejectOrder(UUID sagaId, UUID orderId, String reason, String detail) implements OrderCommand {}
