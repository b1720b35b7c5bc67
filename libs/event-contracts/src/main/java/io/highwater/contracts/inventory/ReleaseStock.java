package io.highwater.contracts.inventory;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Compensation of [ReserveStock]; also blocks a reservation that has not arrived yet. Answered by [StockReleased].
@MessageType("ReleaseStock.v1")
public record ReleaseStock(UUID sagaId, UUID orderId) implements InventoryCommand {}
