package io.highwater.contracts.inventory;

import io.highwater.contracts.MessageType;

/// The stock of an item changed; announced on [io.highwater.contracts.Topics#INVENTORY_EVENTS]. Free to sell:
/// `onHand - reserved`.
@MessageType("StockChanged.v1")
public record StockChanged(String sku, int onHand, int reserved) {}
