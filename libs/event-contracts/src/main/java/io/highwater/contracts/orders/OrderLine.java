package io.highwater.contracts.orders;

/// One line of an order.
///
/// @param sku            the item's stock keeping unit
/// @param quantity       pieces, at least 1
/// @param unitPriceCents price of one piece in whole cents
public record OrderLine(String sku, int quantity, long unitPriceCents) {}
