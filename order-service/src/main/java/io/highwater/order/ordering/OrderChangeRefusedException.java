package io.highwater.order.ordering;

/// The saga told an order to do what it cannot: a defect on one side, kept as a dead letter for people to look at.
public final class OrderChangeRefusedException extends RuntimeException {
    OrderChangeRefusedException(String message) {
        super(message);
    }
}
