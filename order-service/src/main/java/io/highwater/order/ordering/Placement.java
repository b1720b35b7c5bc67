package io.highwater.order.ordering;

import java.util.List;

/// What came of placing an order.
public sealed interface Placement {
    /// Stored and announced.
    record Placed(Order order) implements Placement {}

    /// Nothing was stored, because these lines (counted from 0) name items that are not sold here.
    record UnknownItems(List<Integer> lines) implements Placement {}
}
