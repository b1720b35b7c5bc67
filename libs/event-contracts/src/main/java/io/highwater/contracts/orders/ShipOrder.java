package io.highwater.contracts.orders;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Ship a confirmed order; answered by [OrderShipped].
@MessageType("ShipOrder.v1")
public record ShipOrder(UUID sagaId, UUID orderId) implements OrderCommand {}
