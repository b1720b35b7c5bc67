package io.highwater.notification.delivery;

import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderEvent;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import java.util.Locale;

/// What the customer reads. Bodies name order and news, so that no two of one customer are alike.
///
/// @param subject one line
public record Text(String subject, String body) {
    /// What to say about `event`.
    public static Text about(OrderEvent event) {
        return switch (event) {
            case OrderPlaced placed ->
                new Text(
                        "We received your order",
                        "Order %s over %s has arrived. We will tell you when it is confirmed."
                                .formatted(placed.orderId(), money(placed.totalCents())));
            case OrderConfirmed confirmed ->
                new Text(
                        "Your order is confirmed",
                        "Order %s is confirmed, %s are paid."
                                .formatted(confirmed.orderId(), money(confirmed.totalCents())));
            case OrderShipped shipped ->
                new Text(
                        "Your order is on its way",
                        "Order %s has been shipped, tracking number %s."
                                .formatted(shipped.orderId(), shipped.trackingNumber()));
            case OrderRejected rejected ->
                new Text(
                        "We could not accept your order",
                        "Order %s was rejected: %s. Nothing was charged."
                                .formatted(rejected.orderId(), because(rejected.reason())));
        };
    }

    /// The detail is for those who run the shop; it may hold an operator's own words.
    private static String because(String reason) {
        return switch (reason) {
            case "OUT_OF_STOCK" -> "an item is out of stock";
            case "CREDIT_EXCEEDED", "NOT_AUTHORIZED" -> "the payment was declined";
            case "TIMED_OUT" -> "we could not settle it in time";
            case "CANCELLED" -> "it was cancelled";
            default -> "we cannot carry it out";
        };
    }

    private static String money(long cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }
}
