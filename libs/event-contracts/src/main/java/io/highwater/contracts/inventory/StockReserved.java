package io.highwater.contracts.inventory;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// All lines are set aside.
@MessageType("StockReserved.v1")
public record StockReserved(UUID sagaId, UUID orderId) implements InventoryReply {}
