package io.highwater.contracts.orders;

import java.util.UUID;

/// What the order service can be told on [io.highwater.contracts.Topics#ORDER_COMMANDS].
public sealed interface OrderCommand permits ConfirmOrder, ShipOrder, RejectOrder {
    UUID sagaId();

    UUID orderId();
}
