package io.highwater.inventory.stock;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Pieces wanted of each item. Sorted by item, so that everybody locks items in the same order.
public record Demand(Map<String, Integer> quantities) {
    public Demand {
        if (quantities.isEmpty()) {
            throw new IllegalArgumentException("nothing is wanted");
        }
        quantities.forEach((sku, quantity) -> {
            if (quantity < 1) {
                throw new IllegalArgumentException("%d pieces of %s are wanted".formatted(quantity, sku));
            }
        });
        quantities = Collections.unmodifiableMap(new TreeMap<>(quantities));
    }
}
