package io.highwater.contracts.inventory;

import java.util.UUID;

/// What the inventory service can be told on [io.highwater.contracts.Topics#INVENTORY_COMMANDS].
public sealed interface InventoryCommand permits ReserveStock, ReleaseStock {
    UUID sagaId();

    UUID orderId();
}
