package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The platform's REST endpoints as a customer and an auditor use them.
final class Shop {
    private static final Set<String> FINAL_STATES = Set.of("SHIPPED", "REJECTED");
    /// For a machine that builds something else meanwhile.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Platform platform;

    Shop(Platform platform) {
        this.platform = platform;
    }

    /// Places an order as a careful client does: the same idempotency key until there is an answer.
    UUID placeOrder(String user, String sku, int quantity) {
        String key = UUID.randomUUID().toString();
        String body = """
            {"userId": "%s", "lines": [{"sku": "%s", "quantity": %d}]}\
            """.formatted(user, sku, quantity);
        var accepted = new AtomicReference<HttpResponse<String>>();
        await().alias("order accepted")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    accepted.set(post(8081, "/orders", key, body));
                    return accepted.get().statusCode() < 500;
                });
        assertThat(accepted.get().statusCode()).as(accepted.get().body()).isIn(200, 201);
        return UUID.fromString(
                json.readTree(accepted.get().body()).get("orderId").asString());
    }

    JsonNode awaitFinal(UUID order) {
        return await().alias("order " + order + " reaches a final state")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> get(8081, "/orders/" + order),
                        o -> FINAL_STATES.contains(o.get("status").asString()));
    }

    JsonNode stock(String sku) throws IOException, InterruptedException {
        return get(8082, "/stock/" + sku);
    }

    JsonNode credit(String user) throws IOException, InterruptedException {
        return get(8083, "/customers/" + user + "/credit");
    }

    JsonNode sagaOf(UUID order) throws IOException, InterruptedException {
        JsonNode found = get(8084, "/sagas?orderId=" + order);
        JsonNode items = found.isArray() ? found : found.get("items");
        return get(8084, "/sagas/" + items.get(0).get("sagaId").asString());
    }

    /// Every delivery for an order, of all pages.
    List<JsonNode> deliveries(UUID order) throws IOException, InterruptedException {
        JsonNode page = get(8085, "/notifications?limit=100&orderId=" + order);
        var deliveries = new ArrayList<JsonNode>();
        (page.isArray() ? page : page.get("items")).forEach(deliveries::add);
        return deliveries;
    }

    private JsonNode get(int usualPort, String path) throws IOException, InterruptedException {
        var response = client.send(
                HttpRequest.newBuilder(uri(usualPort, path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() >= 500) {
            throw new IOException("%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
        }
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private HttpResponse<String> post(int usualPort, String path, String key, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(usualPort, path))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .timeout(Duration.ofSeconds(10))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(int usualPort, String path) {
        return URI.create("http://localhost:" + platform.port(usualPort) + path);
    }
}
