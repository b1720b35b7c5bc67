package io.highwater.order.ordering;

/// What is known of an order in each status.
///
/// ```
/// PENDING ──confirm──▶ CONFIRMED ──ship──▶ SHIPPED
///    └─────reject────▶ REJECTED
/// ```
public sealed interface OrderState {
    OrderStatus status();

    /// Its saga runs.
    record Pending() implements OrderState {
        @Override
        public OrderStatus status() {
            return OrderStatus.PENDING;
        }
    }

    /// Paid, and its stock is set aside.
    record Confirmed() implements OrderState {
        @Override
        public OrderStatus status() {
            return OrderStatus.CONFIRMED;
        }
    }

    /// Left the warehouse; final.
    record Shipped(String trackingNumber) implements OrderState {
        @Override
        public OrderStatus status() {
            return OrderStatus.SHIPPED;
        }
    }

    /// Refused; final. `reason` is an upper-case code, `detail` is for people.
    record Rejected(String reason, String detail) implements OrderState {
        @Override
        public OrderStatus status() {
            return OrderStatus.REJECTED;
        }
    }
}
