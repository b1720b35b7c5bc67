package io.highwater.runner.demo;

import io.highwater.runner.platform.Addresses;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Places the demo's orders one after the other, prints each one's way, and judges it.
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_MS = 100;
    private static final Set<String> FINAL_STATES = Set.of("SHIPPED", "REJECTED");

    private final ShopClient shop;
    private final PrintStream out;
    private final SecureRandom random = new SecureRandom();

    public Demo(Addresses addresses, PrintStream out) {
        shop = new ShopClient(addresses);
        this.out = out;
    }

    /// Returns 0 only if every order went as announced.
    public int run() throws InterruptedException {
        int failures = 0;
        for (int i = 0; i < Wish.ALL.size(); i++) {
            Wish wish = Wish.ALL.get(i);
            out.printf("%n%d/%d  %s%n", i + 1, Wish.ALL.size(), wish.title());
            try {
                follow(wish);
                out.println("     as announced");
            } catch (DemoException e) {
                failures++;
                out.println("     NOT as announced: " + e.getMessage());
            }
        }
        out.printf("%n%s%n", failures == 0 ? "every order went as announced" : failures + " orders did not");
        return failures == 0 ? 0 : 1;
    }

    private void follow(Wish wish) throws InterruptedException {
        String traceId = newTraceId();
        int availableBefore = shop.stock(wish.sku()).path("available").asInt();
        var watch = new Stopwatch();
        String orderId = shop.placeOrder(wish, traceId, UUID.randomUUID())
                .path("orderId")
                .asString();
        out.printf("     order %s, trace %s%n", orderId, traceId);

        JsonNode order = followToItsEnd(orderId, watch);
        expect("its status", wish.status(), order.path("status").asString());
        if (!wish.reason().isEmpty()) {
            expect("the reason", wish.reason(), order.path("reason").asString());
            out.printf(
                    "              because %s: %s%n",
                    wish.reason(), order.path("detail").asString());
        }
        followSaga(wish, orderId, watch);
        if (wish.status().equals("REJECTED")) {
            awaitStock(wish, availableBefore);
        }
        followDeliveries(wish, orderId, watch);
    }

    private JsonNode followToItsEnd(String orderId, Stopwatch watch) throws InterruptedException {
        String last = "";
        while (watch.isWithin(PATIENCE)) {
            JsonNode order = shop.order(orderId);
            String status = order.path("status").asString();
            if (!status.equals(last)) {
                out.printf("     %6.2f s %s%n", watch.seconds(), status);
                last = status;
            }
            if (FINAL_STATES.contains(status)) {
                return order;
            }
            Thread.sleep(POLL_MS);
        }
        throw new DemoException("after %d s it is still %s".formatted(PATIENCE.toSeconds(), last));
    }

    private void followSaga(Wish wish, String orderId, Stopwatch watch) throws InterruptedException {
        String saga = "";
        while (watch.isWithin(PATIENCE)) {
            saga = shop.saga(orderId).toString();
            if (wish.sagaPasses().stream().allMatch(saga::contains)) {
                out.println("              saga: " + String.join(" > ", wish.sagaPasses()));
                return;
            }
            Thread.sleep(POLL_MS);
        }
        throw new DemoException("its saga should pass %s but is %s".formatted(wish.sagaPasses(), saga));
    }

    private void awaitStock(Wish wish, int availableBefore) throws InterruptedException {
        int available = shop.stock(wish.sku()).path("available").asInt();
        if (available < availableBefore) {
            throw new DemoException("%d of %s are available but %d were before: the stock was not released"
                    .formatted(available, wish.sku(), availableBefore));
        }
        out.printf("              stock: %d of %s available, as before%n", available, wish.sku());
    }

    private void followDeliveries(Wish wish, String orderId, Stopwatch watch) throws InterruptedException {
        var told = new LinkedHashSet<String>();
        List<JsonNode> deliveries = List.of();
        while (watch.isWithin(PATIENCE)) {
            deliveries = shop.deliveries(orderId);
            deliveries.forEach(delivery -> tell(delivery, told, watch));
            if (isDelivered(wish, deliveries)) {
                return;
            }
            Thread.sleep(POLL_MS);
        }
        throw new DemoException("its notifications are %s".formatted(deliveries));
    }

    /// The final event was sent on every channel that the user chose, and nothing else is under way.
    private static boolean isDelivered(Wish wish, List<JsonNode> deliveries) {
        String event = wish.status().equals("SHIPPED") ? "OrderShipped" : "OrderRejected";
        boolean announced =
                deliveries.stream().anyMatch(delivery -> text(delivery, "type").startsWith(event));
        boolean allSent = deliveries.stream()
                .allMatch(delivery -> text(delivery, "status").equals("SENT"));
        boolean retried = deliveries.stream()
                .anyMatch(delivery -> delivery.path("attempts").size() > 1);
        return announced && allSent && retried == wish.smsIsRetried();
    }

    private void tell(JsonNode delivery, Set<String> told, Stopwatch watch) {
        String attempts = StreamSupport.stream(delivery.path("attempts").spliterator(), false)
                .map(attempt -> text(attempt, "outcome"))
                .collect(Collectors.joining(", "));
        String story = "%s %s: %s (attempts: %s)"
                .formatted(text(delivery, "channel"), text(delivery, "type"), text(delivery, "status"), attempts);
        if (told.add(story)) {
            out.printf("     %6.2f s %s%n", watch.seconds(), story);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static void expect(String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new DemoException("%s should be %s but is %s".formatted(what, expected, actual));
        }
    }

    private String newTraceId() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Time since the order was placed.
    private static final class Stopwatch {
        private final long begin = System.nanoTime();

        double seconds() {
            return (System.nanoTime() - begin) / 1e9;
        }

        boolean isWithin(Duration limit) {
            return System.nanoTime() - begin < limit.toNanos();
        }
    }
}
