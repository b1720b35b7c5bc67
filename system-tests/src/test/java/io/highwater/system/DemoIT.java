package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What a newcomer sees first.
@ExtendWith(PlatformLifecycle.class)
class DemoIT {
    private static final Pattern TRACE_ID = Pattern.compile("\\b([0-9a-f]{32})\\b");

    private final Platform platform = Platform.running();
    private final Shop shop = new Shop(platform);

    @Test
    void everyOrderOfTheDemoGoesAsAnnounced() {
        Platform.Result demo = platform.runner(Duration.ofMinutes(3), "demo");

        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("SHIPPED", "OUT_OF_STOCK", "CREDIT_EXCEEDED", "SMS");
    }

    @Test
    void statusSaysThatAllIsHealthy() {
        Platform.Result status = platform.runner(Duration.ofMinutes(1), "status");

        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("order-service", "outbox-relay", "broker");
    }

    @Test
    void anOrderIsFollowedThroughTheLogsByItsIdAndOneTraceId() {
        UUID order = shop.placeOrder("alice", "book", 1);
        shop.awaitFinal(order);

        String traceId = traceIdOf(order);

        for (String service : List.of(
                "order-service", "inventory-service", "payment-service", "saga-orchestrator", "notification-service")) {
            await().alias(service + " logs the order and its trace")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(platform.log(service).lines())
                            .anyMatch(line -> line.contains(order.toString()) && line.contains(traceId)));
        }
    }

    @Test
    void aFailingSmsIsDeadLetteredRetriedAndDelivered() throws IOException, InterruptedException {
        UUID order = shop.placeOrder("dave", "book", 1);
        shop.awaitFinal(order);

        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            List<JsonNode> deliveries = shop.deliveries(order);
            assertThat(deliveries).isNotEmpty();
            assertThat(deliveries)
                    .allSatisfy(delivery ->
                            assertThat(delivery.get("status").asString()).isEqualTo("SENT"));
        });
        assertThat(shop.deliveries(order))
                .anySatisfy(
                        delivery -> assertThat(delivery.get("attempts").size()).isGreaterThan(1));
    }

    @Test
    void aDeclinedPaymentReleasesTheStock() throws IOException, InterruptedException {
        int availableBefore = shop.stock("lamp").get("available").asInt();
        UUID order = shop.placeOrder("carol", "lamp", 1);

        JsonNode rejected = shop.awaitFinal(order);

        assertThat(rejected.get("status").asString()).isEqualTo("REJECTED");
        assertThat(rejected.get("reason").asString()).isEqualTo("CREDIT_EXCEEDED");
        assertThat(shop.sagaOf(order).toString()).contains("StockReserved", "StockReleased");
        assertThat(shop.stock("lamp").get("available").asInt()).isEqualTo(availableBefore);
    }

    private String traceIdOf(UUID order) {
        String line = platform.log("order-service")
                .lines()
                .filter(l -> l.contains(order.toString()))
                .findFirst()
                .orElseThrow();
        Matcher matcher = TRACE_ID.matcher(line);
        assertThat(matcher.find()).as("a trace id in: %s", line).isTrue();
        return matcher.group(1);
    }
}
