package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The promise of the platform, held against what it did with a number of orders: each ends as it must,
/// stock and credit balance, and every user hears of every final state once.
final class Audit {
    private final Shop shop;
    private final Balance before;

    private Audit(Shop shop, Balance before) {
        this.shop = shop;
        this.before = before;
    }

    /// Before the first order is placed.
    static Audit open(Shop shop) throws IOException, InterruptedException {
        return new Audit(shop, Balance.of(shop));
    }

    /// After the last one: waits until everything has come to its end, and fails when something is not
    /// as it must.
    void close(Map<UUID, Wish> orders) {
        Map<UUID, JsonNode> ended = new LinkedHashMap<>();
        orders.keySet().forEach(order -> ended.put(order, shop.awaitFinal(order)));
        orders.forEach(
                (order, wish) -> assertThat(ended.get(order).get("status").asString())
                        .as("%s %s", wish, order)
                        .isEqualTo(wish.end()));
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertBalanced(orders, ended));
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertNotifiedOnce(ended));
    }

    private void assertBalanced(Map<UUID, Wish> orders, Map<UUID, JsonNode> ended)
            throws IOException, InterruptedException {
        Balance after = Balance.of(shop);
        for (String sku : Balance.SKUS) {
            int shipped = orders.entrySet().stream()
                    .filter(order -> order.getValue().sku().equals(sku))
                    .filter(order -> isShipped(ended.get(order.getKey())))
                    .mapToInt(order -> order.getValue().quantity())
                    .sum();
            assertThat(after.onHand(sku)).as("on hand: %s", sku).isEqualTo(before.onHand(sku) - shipped);
            assertThat(after.reserved(sku)).as("reserved: %s", sku).isZero();
        }
        for (String user : Balance.USERS) {
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
}
