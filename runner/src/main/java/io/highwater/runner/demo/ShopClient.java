package io.highwater.runner.demo;

import io.highwater.runner.platform.Addresses;
import io.highwater.runner.platform.PlatformException;
import io.highwater.runner.platform.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The services' REST endpoints as the demo uses them.
final class ShopClient {
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Addresses addresses;

    ShopClient(Addresses addresses) {
        this.addresses = addresses;
    }

    /// Places an order under a trace of our own choosing, so that it can be followed through the logs. Whoever got no
    /// answer may ask again with the same key: the order is placed once.
    JsonNode placeOrder(Wish wish, String traceId, UUID idempotencyKey) throws InterruptedException {
        String body = """
            {"userId": "%s", "lines": [{"sku": "%s", "quantity": %d}]}
            """.formatted(wish.userId(), wish.sku(), wish.quantity());
        var request = HttpRequest.newBuilder(uri(Ports.ORDER, "/orders"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey.toString())
                .header("traceparent", "00-%s-%s-01".formatted(traceId, traceId.substring(16)))
                .POST(BodyPublishers.ofString(body));
        return send(request, 201);
    }

    JsonNode order(String orderId) throws InterruptedException {
        return get(Ports.ORDER, "/orders/" + orderId);
    }

    JsonNode stock(String sku) throws InterruptedException {
        return get(Ports.INVENTORY, "/stock/" + sku);
    }

    /// The saga of an order with its timeline, or an empty object while there is none.
    JsonNode saga(String orderId) throws InterruptedException {
        List<JsonNode> found = items(get(Ports.SAGA, "/sagas?orderId=" + orderId));
        return found.isEmpty()
                ? json.createObjectNode()
                : get(Ports.SAGA, "/sagas/" + found.getFirst().path("sagaId").asString());
    }

    List<JsonNode> deliveries(String orderId) throws InterruptedException {
        return items(get(Ports.NOTIFICATION, "/notifications?orderId=" + orderId));
    }

    private static List<JsonNode> items(JsonNode page) {
        var items = new ArrayList<JsonNode>();
        (page.isArray() ? page : page.path("items")).forEach(items::add);
        return items;
    }

    private JsonNode get(String service, String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(uri(service, path)), 200);
    }

    private JsonNode send(HttpRequest.Builder request, int expected) throws InterruptedException {
        HttpRequest built = request.timeout(Duration.ofSeconds(10)).build();
        try {
            var response = client.send(built, BodyHandlers.ofString());
            if (response.statusCode() == 503) {
                throw new PlatformException(
                        "%s %s answered 503: %s".formatted(built.method(), built.uri(), response.body()));
            }
            if (response.statusCode() != expected) {
                throw new DemoException("%s %s answered %d: %s"
                        .formatted(built.method(), built.uri(), response.statusCode(), response.body()));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new PlatformException(
                    "%s does not answer. Is the platform up? './highwater status' tells, './highwater up' starts it"
                            .formatted(built.uri()),
                    e);
        }
    }

    private URI uri(String service, String path) {
        return URI.create(addresses.of(service) + path);
    }
}
