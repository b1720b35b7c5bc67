package io.highwater.contracts.inventory;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Nothing is set aside for the order any more.
@MessageType("StockReleased.v1")
public record StockReleased(UUID sagaId, UUID orderId) implements InventoryReply {}
