package io.highwater.contracts.inventory;

import io.highwater.contracts.MessageType;
import java.util.List;
import java.util.UUID;

/// Set stock aside for an order: all lines or none. Answered by [StockReserved] or [StockRejected].
@MessageType("ReserveStock.v1")
public record ReserveStock(UUID sagaId, UUID orderId, List<StockLine> lines) implements InventoryCommand {}
