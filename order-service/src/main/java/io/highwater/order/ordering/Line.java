package io.highwater.order.ordering;

/// One line of an order.
///
/// @param quantity       pieces, at least 1
/// @param unitPriceCents price of one piece when the order was placed
public record Line(String sku, int quantity, long unitPriceCents) {
    public Line {
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be at least 1 but is " + quantity);
        }
        if (unitPriceCents < 0) {
            throw new IllegalArgumentException("unit price must not be negative but is " + unitPriceCents);
        }
    }

    public long totalCents() {
        return Math.multiplyExact(quantity, unitPriceCents);
    }
}
