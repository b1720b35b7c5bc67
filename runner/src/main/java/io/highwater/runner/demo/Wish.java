package io.highwater.runner.demo;

import java.util.List;

/// One order of the demo and how it must go.
///
/// @param status      its final state
/// @param reason      why it is rejected, or an empty text
/// @param sagaPasses  what its saga's timeline must show
/// @param smsIsRetried whether its SMS must fail at first and be delivered later
record Wish(
        String title,
        String userId,
        String sku,
        int quantity,
        String status,
        String reason,
        List<String> sagaPasses,
        boolean smsIsRetried) {

    static final List<Wish> ALL = List.of(
            new Wish(
                    "a book for alice: everything goes well",
                    "alice",
                    "book",
                    1,
                    "SHIPPED",
                    "",
                    List.of("StockReserved", "PaymentAuthorized", "PaymentCaptured", "OrderConfirmed", "OrderShipped"),
                    false),
            new Wish(
                    "a unicorn for bob: out of stock",
                    "bob",
                    "unicorn",
                    1,
                    "REJECTED",
                    "OUT_OF_STOCK",
                    List.of("StockRejected", "REJECTED"),
                    false),
            new Wish(
                    "a lamp for carol: her credit does not suffice, the lamp goes back",
                    "carol",
                    "lamp",
                    1,
                    "REJECTED",
                    "CREDIT_EXCEEDED",
                    List.of("StockReserved", "PaymentDeclined", "StockReleased", "REJECTED"),
                    false),
            new Wish(
                    "a book for dave: his SMS provider fails at first",
                    "dave",
                    "book",
                    1,
                    "SHIPPED",
                    "",
                    List.of("StockReserved", "PaymentCaptured", "OrderShipped"),
                    true));

    /// An order that nothing stands in the way of.
    static Wish good(String userId, String sku) {
        return new Wish("", userId, sku, 1, "SHIPPED", "", List.of(), false);
    }
}
