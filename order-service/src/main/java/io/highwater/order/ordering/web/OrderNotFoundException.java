package io.highwater.order.ordering.web;

import java.util.UUID;

/// Nobody placed an order with this id.
final class OrderNotFoundException extends RuntimeException {
    OrderNotFoundException(UUID id) {
        super("there is no order " + id);
    }
}
