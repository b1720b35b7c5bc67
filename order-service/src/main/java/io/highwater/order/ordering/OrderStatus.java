package io.highwater.order.ordering;

/// How far an order has come.
public enum OrderStatus {
    PENDING,
    CONFIRMED,
    SHIPPED,
    REJECTED
}
