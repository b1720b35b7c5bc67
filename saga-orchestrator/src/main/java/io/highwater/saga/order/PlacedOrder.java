package io.highwater.saga.order;

import io.highwater.contracts.orders.OrderLine;
import io.highwater.contracts.orders.OrderPlaced;
import java.util.List;
import java.util.UUID;

/// What the order saga knows: the order as it was placed.
record PlacedOrder(UUID orderId, String userId, List<OrderLine> lines, long totalCents) {
    PlacedOrder {
        lines = List.copyOf(lines);
    }

    static PlacedOrder of(OrderPlaced placed) {
        return new PlacedOrder(placed.orderId(), placed.userId(), placed.lines(), placed.totalCents());
    }
}
