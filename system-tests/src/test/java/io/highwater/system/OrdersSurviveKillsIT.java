package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The promise of the platform: each process killed in the middle of running orders and started again, every order
/// reaches a final state, stock and credit balance, and every user hears of every final state once.
class OrdersSurviveKillsIT {
    private static final int ORDERS = 200;

    private static final List<String> VICTIMS = List.of(
            "order-service",
            "inventory-service",
            "payment-service",
            "saga-orchestrator",
            "notification-service",
            "notification-dead-letter-worker",
            "outbox-relay",
            "broker");

    /// What each order of a round of ten is: mostly good ones, and each way to fail.
    private static final List<Wish> WISHES = List.of(
            new Wish("alice", "book", 1),
            new Wish("bob", "lamp", 2),
            new Wish("alice", "lamp", 1),
            new Wish("carol", "lamp", 1),
            new Wish("bob", "book", 3),
            new Wish("alice", "unicorn", 1),
            new Wish("bob", "book", 1),
            new Wish("alice", "book", 1),
            new Wish("alice", "book", 2),
            new Wish("carol", "book", 1));

    /// His SMS provider refuses each message twice, and his messages go out one after the other.
    private static final Wish RETRIED = new Wish("dave", "book", 1);

    private static final int RETRIED_EVERY = 40;

    private static final Set<String> SKUS = Set.of("book", "lamp", "unicorn");
    private static final Set<String> USERS = Set.of("alice", "bob", "carol", "dave");

    private final Platform platform = Platform.running();
    private final Shop shop = new Shop(platform);

    @Test
    void everyOrderEndsCleanlyThoughEveryProcessIsKilled() throws IOException, InterruptedException {
        Balance before = balance();
        Map<UUID, Wish> orders = new ConcurrentHashMap<>();
        Thread customers = Thread.ofVirtual().start(() -> placeOrders(orders));
        for (String victim : VICTIMS) {
            int reached = orders.size() + ORDERS / (VICTIMS.size() + 2);
            await().atMost(Duration.ofMinutes(2)).until(() -> orders.size() >= Math.min(reached, ORDERS));
            platform.kill(victim);
        }
        customers.join();
        assertThat(orders).hasSize(ORDERS);

        Map<UUID, JsonNode> ended = new LinkedHashMap<>();
        orders.keySet().forEach(order -> ended.put(order, shop.awaitFinal(order)));

        orders.forEach(
                (order, wish) -> assertThat(ended.get(order).get("status").asString())
                        .as("%s %s", wish, order)
                        .isEqualTo(wish.end()));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertBalanced(before, orders, ended));
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertNotifiedOnce(ended));
    }

    private void placeOrders(Map<UUID, Wish> orders) {
        for (int i = 0; i < ORDERS; i++) {
            Wish wish = i % RETRIED_EVERY == 0 ? RETRIED : WISHES.get(i % WISHES.size());
            orders.put(shop.placeOrder(wish.user(), wish.sku(), wish.quantity()), wish);
        }
    }

    private void assertBalanced(Balance before, Map<UUID, Wish> orders, Map<UUID, JsonNode> ended)
            throws IOException, InterruptedException {
        Balance after = balance();
        for (String sku : SKUS) {
            int shipped = orders.entrySet().stream()
                    .filter(order -> order.getValue().sku().equals(sku))
                    .filter(order -> isShipped(ended.get(order.getKey())))
                    .mapToInt(order -> order.getValue().quantity())
                    .sum();
            assertThat(after.onHand(sku)).as("on hand: %s", sku).isEqualTo(before.onHand(sku) - shipped);
            assertThat(after.reserved(sku)).as("reserved: %s", sku).isZero();
        }
        for (String user : USERS) {
            long paid = orders.entrySet().stream()
                    .filter(order -> order.getValue().user().equals(user))
                    .filter(order -> isShipped(ended.get(order.getKey())))
                    .mapToLong(
                            order -> ended.get(order.getKey()).get("totalCents").asLong())
                    .sum();
            assertThat(after.captured(user)).as("captured: %s", user).isEqualTo(before.captured(user) + paid);
            assertThat(after.authorized(user)).as("authorized: %s", user).isZero();
        }
    }

    private void assertNotifiedOnce(Map<UUID, JsonNode> ended) throws IOException, InterruptedException {
        for (var order : ended.entrySet()) {
            List<JsonNode> deliveries = shop.deliveries(order.getKey());
            String event = isShipped(order.getValue()) ? "OrderShipped" : "OrderRejected";
            assertThat(deliveries)
                    .as("order %s is announced as %s", order.getKey(), event)
                    .anyMatch(delivery -> delivery.get("type").asString().startsWith(event));
            var perEventAndChannel = deliveries.stream()
                    .collect(Collectors.groupingBy(
                            delivery -> delivery.get("eventId").asString() + " "
                                    + delivery.get("channel").asString(),
                            Collectors.counting()));
            assertThat(perEventAndChannel)
                    .as("order %s", order.getKey())
                    .allSatisfy((delivery, count) -> assertThat(count).isEqualTo(1L));
            assertThat(deliveries)
                    .as("order %s", order.getKey())
                    .allSatisfy(delivery ->
                            assertThat(delivery.get("status").asString()).isEqualTo("SENT"));
        }
    }

    private static boolean isShipped(JsonNode order) {
        return order.get("status").asString().equals("SHIPPED");
    }

    private Balance balance() throws IOException, InterruptedException {
        Map<String, JsonNode> stock = new LinkedHashMap<>();
        for (String sku : SKUS) {
            stock.put(sku, shop.stock(sku));
        }
        Map<String, JsonNode> credit = new LinkedHashMap<>();
        for (String user : USERS) {
            credit.put(user, shop.credit(user));
        }
        return new Balance(stock, credit);
    }

    /// One order as wished for, and how it must end.
    private record Wish(String user, String sku, int quantity) {
        String end() {
            return user.equals("carol") || sku.equals("unicorn") ? "REJECTED" : "SHIPPED";
        }
    }

    /// Stock and credit at one moment.
    private record Balance(Map<String, JsonNode> stock, Map<String, JsonNode> credit) {
        int onHand(String sku) {
            return stock.get(sku).get("onHand").asInt();
        }

        int reserved(String sku) {
            return stock.get(sku).get("reserved").asInt();
        }

        long captured(String user) {
            return credit.get(user).get("capturedCents").asLong();
        }

        long authorized(String user) {
            return credit.get(user).get("authorizedCents").asLong();
        }
    }
}
