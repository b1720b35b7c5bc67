package io.highwater.runner.demo;

import io.highwater.runner.platform.Addresses;
import io.highwater.runner.platform.PlatformException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Places orders at a steady rate and reports how long each took to be shipped and notified.
///
/// Open loop: an order is due at its time whether or not earlier ones were answered, and its latency counts from then,
/// so a platform that cannot keep up shows it. A service may be away for a while: a request without an answer, or
/// with 503, is made again, an order under the same idempotency key.
public final class Load {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MS = 500;
    private static final List<String> USERS = List.of("alice", "bob");
    private static final List<String> SKUS = List.of("book", "lamp");

    private final ShopClient shop;
    private final PrintStream out;
    private final int rate;
    private final int seconds;
    private final boolean audit;
    private final AtomicInteger unanswered = new AtomicInteger();

    /// @param rate  orders a second
    /// @param audit whether to check that what left the shelves is what was ordered
    public Load(Addresses addresses, PrintStream out, int rate, int seconds, boolean audit) {
        this.shop = new ShopClient(addresses);
        this.out = out;
        this.rate = rate;
        this.seconds = seconds;
        this.audit = audit;
    }

    /// Returns 0 only if every order was shipped and notified.
    public int run() throws InterruptedException {
        try {
            measure();
            return 0;
        } catch (DemoException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private void measure() throws InterruptedException {
        var stock = new StockAudit(shop, SKUS);
        out.printf("%d orders a second for %d seconds%n", rate, seconds);
        List<Placed> placed = placeAll();
        out.printf("%d orders placed; following them to their end%n", placed.size());
        var toAnswer = new ArrayList<Long>();
        var toFirst = new ArrayList<Long>();
        var toShipped = new ArrayList<Long>();
        for (Placed order : placed) {
            toAnswer.add(order.answeredMs());
            List<JsonNode> deliveries = awaitDeliveries(order);
            toFirst.add(latency(order, deliveries, "OrderPlaced"));
            toShipped.add(latency(order, deliveries, "OrderShipped"));
        }
        if (unanswered.get() > 0) {
            out.printf("%d requests got no answer, or 503, and were made again%n", unanswered.get());
        }
        report("POST to its answer", toAnswer);
        report("POST to the first notification", toFirst);
        report("POST to the notification that it is shipped", toShipped);
        if (audit) {
            stock.expect(
                    placed.stream().collect(Collectors.groupingBy(Placed::sku, Collectors.summingInt(order -> 1))),
                    out);
        }
    }

    /// @param due        when the order was to be placed
    /// @param answeredMs from then to the answer
    private record Placed(String orderId, String sku, Instant due, long answeredMs) {}

    private List<Placed> placeAll() throws InterruptedException {
        var random = RandomGenerator.getDefault();
        Instant begin = Instant.now();
        var orders = new ArrayList<Future<Placed>>();
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rate * seconds; i++) {
                Instant due = begin.plusNanos(i * 1_000_000_000L / rate);
                Duration early = Duration.between(Instant.now(), due);
                if (early.isPositive()) {
                    Thread.sleep(early);
                }
                Wish wish = Wish.good(USERS.get(i % USERS.size()), SKUS.get(random.nextInt(SKUS.size())));
                orders.add(customers.submit(() -> place(wish, due)));
            }
        }
        return orders.stream().map(Load::answered).toList();
    }

    private static Placed answered(Future<Placed> order) {
        if (order.state() == Future.State.SUCCESS) {
            return order.resultNow();
        }
        throw new DemoException(
                "an order was not accepted: " + order.exceptionNow().getMessage());
    }

    private Placed place(Wish wish, Instant due) throws InterruptedException {
        UUID key = UUID.randomUUID();
        String traceId = newTraceId();
        JsonNode order = persistently(() -> shop.placeOrder(wish, traceId, key));
        return new Placed(
                order.path("orderId").asString(),
                wish.sku(),
                due,
                Duration.between(due, Instant.now()).toMillis());
    }

    /// Asks until there is an answer that is not "try again".
    private <T> T persistently(Question<T> question) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return question.ask();
            } catch (PlatformException e) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw e;
                }
                unanswered.incrementAndGet();
                Thread.sleep(POLL_MS);
            }
        }
    }

    private interface Question<T> {
        /// Throws a [PlatformException] when nobody can answer now.
        T ask() throws InterruptedException;
    }

    private List<JsonNode> awaitDeliveries(Placed order) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            List<JsonNode> deliveries = persistently(() -> shop.deliveries(order.orderId()));
            boolean shipped = deliveries.stream()
                    .anyMatch(delivery -> delivery.path("type").asString("").startsWith("OrderShipped"));
            boolean sent = deliveries.stream()
                    .allMatch(delivery -> delivery.path("status").asString("").equals("SENT"));
            if (shipped && sent) {
                return deliveries;
            }
            Thread.sleep(POLL_MS);
        }
        throw new DemoException("order %s was not shipped and notified within %s".formatted(order.orderId(), PATIENCE));
    }

    /// From when the order was due to the first delivery of the event on any channel, in milliseconds.
    private static long latency(Placed order, List<JsonNode> deliveries, String event) {
        return deliveries.stream()
                .filter(delivery -> delivery.path("type").asString("").startsWith(event))
                .map(delivery -> Instant.parse(delivery.path("sentAt").asString()))
                .min(Instant::compareTo)
                .map(sent -> Duration.between(order.due(), sent).toMillis())
                .orElseThrow(() -> new DemoException("order %s has no %s".formatted(order.orderId(), event)));
    }

    private void report(String what, List<Long> latencies) {
        Collections.sort(latencies);
        out.printf(
                "%-46s p50 %6d ms   p99 %6d ms   max %6d ms%n",
                what, percentile(latencies, 50), percentile(latencies, 99), latencies.getLast());
    }

    static long percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static String newTraceId() {
        var random = RandomGenerator.getDefault();
        return HexFormat.of().toHexDigits(random.nextLong(1, Long.MAX_VALUE))
                + HexFormat.of().toHexDigits(random.nextLong(1, Long.MAX_VALUE));
    }
}
