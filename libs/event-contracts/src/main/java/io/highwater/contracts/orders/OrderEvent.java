package io.highwater.contracts.orders;

import java.util.UUID;

/// What the order service announces on [io.highwater.contracts.Topics#ORDERS_EVENTS].
public sealed interface OrderEvent permits OrderPlaced, OrderConfirmed, OrderShipped, OrderRejected {
    UUID orderId();

    String userId();
}
