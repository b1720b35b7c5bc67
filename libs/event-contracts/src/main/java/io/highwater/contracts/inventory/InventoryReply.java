package io.highwater.contracts.inventory;

import java.util.UUID;

/// What the inventory service answers on [io.highwater.contracts.Topics#SAGA_REPLIES]; causation is the command.
public sealed interface InventoryReply permits StockReserved, StockRejected, StockReleased {
    UUID sagaId();

    UUID orderId();
}
