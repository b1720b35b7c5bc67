package io.highwater.contracts.inventory;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Nothing was set aside, because this item ran short or is unknown.
@MessageType("StockRejected.v1")
public record StockRejected(UUID sagaId, UUID orderId, String sku, int requested, int available)
        implements InventoryReply {}
