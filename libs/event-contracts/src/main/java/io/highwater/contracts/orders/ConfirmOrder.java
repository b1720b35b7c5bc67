package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Confirm a pending order; answered by [OrderConfirmed].
@MessageType("ConfirmOrder.v1")
public record ConfirmOrder(UUID sagaId, UUID orderId) implements OrderCommand {}
