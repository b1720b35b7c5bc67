package io.highwater.inventory.stock;

import java.util.Map;
import java.util.UUID;

/// What was set aside for an order, or that nothing was.
///
/// @param quantities pieces by item; empty for a reservation that was rejected or blocked
public record Reservation(UUID sagaId, UUID orderId, State state, Map<String, Integer> quantities) {
    public Reservation {
        quantities = Map.copyOf(quantities);
    }

    /// ```
    /// (none) ──reserve──▶ RESERVED ──ship──▶ SHIPPED
    ///    │                   └────release──▶ RELEASED
    ///    ├──reserve, too little─▶ REJECTED
    ///    └──release─────────────▶ RELEASED (blocks a reservation that arrives later)
    /// ```
    public enum State {
        RESERVED,
        REJECTED,
        RELEASED,
        SHIPPED
    }

    Reservation become(State next) {
        return new Reservation(sagaId, orderId, next, quantities);
    }
}
