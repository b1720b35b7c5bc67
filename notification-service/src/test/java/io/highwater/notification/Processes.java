package io.highwater.notification;

import io.highwater.contracts.Topics;
import io.highwater.contracts.notifications.DeliveryFailed;
import io.highwater.contracts.orders.OrderEvent;
import io.highwater.notification.delivery.NotifyUser;
import io.highwater.notification.delivery.TakeUpDeadLetter;
import io.highwater.notification.preferences.PreferenceCache;
import io.highwater.outbox.Envelope;
import io.highwater.outbox.MessageTypes;
import io.highwater.testing.Redis;
import io.highwater.testing.TestDatabase;
import io.highwater.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Both processes of the service in one JVM, without a broker: events are handed to the worker directly, and
/// [#relay] carries dead letters from the outbox to the dead letter worker. That one starts without a Redis.
final class Processes implements AutoCloseable {
    static final Processes RUNNING = new Processes();

    private final TestServer redis;
    private final int nobody = freePort();
    private final ConfigurableApplicationContext worker;
    private final ConfigurableApplicationContext deadLetterWorker;
    private final JsonMapper json;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<UUID> relayed = new HashSet<>();

    private Processes() {
        TestDatabase.useForServices();
        redis = Redis.start();
        worker = start("worker", redis.port());
        deadLetterWorker = start("dead-letter-worker", nobody);
        json = worker.getBean(JsonMapper.class);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    private ConfigurableApplicationContext start(String mode, int redisPort) {
        return new SpringApplicationBuilder(NotificationServiceApplication.class)
                .run(
                        "--highwater.notification.mode=" + mode,
                        "--highwater.bootstrap-servers=localhost:" + nobody,
                        "--highwater.redis.host=" + redis.host(),
                        "--highwater.redis.port=" + redisPort,
                        "--highwater.notification.delivery.backoff-base=50ms",
                        "--highwater.notification.delivery.backoff-max=200ms",
                        "--highwater.notification.delivery.poll=50ms",
                        "--highwater.notification.delivery.lost-scan=100ms",
                        "--highwater.notification.guard.time-limit=500ms",
                        "--highwater.notification.guard.minimum-calls=1000",
                        "--highwater.notification.preference-cache.open-for=200ms",
                        "--spring.application.admin.enabled=false",
                        "--server.port=0");
    }

    /// Hands an event to the worker as its listener would; the id of the event decides whether it is new.
    void hear(OrderEvent event, String eventId) {
        hear(event, eventId, "");
    }

    void hear(OrderEvent event, String eventId, String traceparent) {
        var type = MessageTypes.of(event.getClass()).orElseThrow();
        var envelope = new Envelope(
                eventId,
                type,
                "/order-service",
                event.orderId().toString(),
                Instant.now(),
                event.orderId().toString(),
                "",
                traceparent,
                event.userId(),
                json.writeValueAsBytes(event),
                Topics.ORDERS_EVENTS,
                0,
                0);
        inTransaction(() -> worker.getBean(NotifyUser.class).handle(event, envelope));
    }

    /// Runs `work` in one transaction of the worker, or in the surrounding one.
    void inTransaction(Runnable work) {
        worker.getBean(TransactionTemplate.class).executeWithoutResult(_ -> work.run());
    }

    void hear(OrderEvent event) {
        hear(event, UUID.randomUUID().toString());
    }

    /// Carries the dead letters that are new in the outbox to the dead letter worker.
    void relay() {
        jdbc().sql("SELECT id, payload FROM outbox_event WHERE topic = :topic ORDER BY created_at")
                .param("topic", Topics.NOTIFICATIONS_DLQ)
                .query((row, _) -> {
                    if (relayed.add(row.getObject("id", UUID.class))) {
                        deadLetterWorker
                                .getBean(TakeUpDeadLetter.class)
                                .handle(json.readValue(row.getString("payload"), DeliveryFailed.class));
                    }
                    return true;
                })
                .list();
    }

    List<JsonNode> parked(UUID orderId) {
        return jdbc()
                .sql("SELECT payload FROM outbox_event WHERE topic = :topic AND correlation_id = :order")
                .param("topic", Topics.NOTIFICATIONS_PARKED)
                .param("order", orderId.toString())
                .query(String.class)
                .list()
                .stream()
                .map(json::readTree)
                .toList();
    }

    PreferenceCache cache() {
        return worker.getBean(PreferenceCache.class);
    }

    JdbcClient jdbc() {
        return worker.getBean(JdbcClient.class);
    }

    void killRedis() {
        redis.stop();
    }

    void reviveRedis() {
        redis.startAgain();
    }

    List<JsonNode> deliveries(UUID orderId) {
        return items("/notifications?orderId=" + orderId);
    }

    List<JsonNode> items(String path) {
        var items = new ArrayList<JsonNode>();
        get(path).get("items").forEach(items::add);
        return items;
    }

    JsonNode get(String path) {
        var response = send(HttpRequest.newBuilder(uri(path)).GET());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    HttpResponse<String> ask(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    HttpResponse<String> put(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE());
    }

    String scrape() {
        return send(HttpRequest.newBuilder(uri("/actuator/prometheus")).GET()).body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + worker.getEnvironment().getProperty("local.server.port") + path);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        worker.close();
        deadLetterWorker.close();
        redis.close();
    }
}
