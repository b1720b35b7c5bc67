package io.highwater.contracts.inventory;

/// Pieces of one item.
public record StockLine(String sku, int quantity) {}
