package io.highwater.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.highwater.contracts.orders.OrderLine;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.outbox.MessageTypes;
import io.highwater.outbox.consume.Delivery;
import io.highwater.saga.running.DueSagas;
import io.highwater.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service on a real database with a clock of the test's own, and as its counterpart the relay and the
/// participants: commands are read from the outbox, answers are handed to the subscription. No broker.
final class SagaService implements AutoCloseable {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final Delivery delivery;

    /// A command as the relay would find it.
    record Sent(
            UUID id, String topic, String key, String type, String payload, String traceparent, String correlation) {}

    private SagaService(ConfigurableApplicationContext context) {
        this.context = context;
        this.delivery = new Delivery(context);
    }

    static SagaService start(TestClock clock) {
        TestDatabase.useForServices();
        var context = new SpringApplicationBuilder(SagaOrchestratorApplication.class)
                .initializers(it -> ((GenericApplicationContext) it).registerBean(Clock.class, () -> clock))
                .run(
                        "--server.port=0",
                        "--highwater.bootstrap-servers=localhost:1",
                        "--highwater.saga.scan-interval=1h",
                        "--highwater.saga.order.deadline=10m",
                        "--highwater.saga.order.undecided.first=10s",
                        "--highwater.saga.order.undecided.attempts=2",
                        "--highwater.saga.order.must-succeed.first=10s",
                        "--highwater.saga.order.must-succeed.attempts=3");
        return new SagaService(context);
    }

    @Override
    public void close() {
        context.close();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Wakes what is due at the clock's time.
    void scan() {
        bean(DueSagas.class).scan();
    }

    UUID place(UUID order) {
        var placed = new OrderPlaced(
                order,
                "alice",
                List.of(new OrderLine("book", 1, 1999)),
                1999,
                bean(Clock.class).instant());
        receive("orders_events", placed, UUID.randomUUID().toString(), "");
        return sagaOf(order);
    }

    UUID sagaOf(UUID order) {
        return bean(JdbcClient.class)
                .sql("SELECT saga_id FROM saga_instance WHERE business_key = :key")
                .param("key", order.toString())
                .query(UUID.class)
                .single();
    }

    /// Answers the last command of that order.
    String reply(UUID order, Object message) {
        var id = UUID.randomUUID().toString();
        receive("saga_replies", message, id, sent(order).getLast().id().toString());
        return id;
    }

    String announce(UUID order, Object message) {
        var id = UUID.randomUUID().toString();
        receive("orders_events", message, id, sent(order).getLast().id().toString());
        return id;
    }

    /// Delivers a message as the listener's container does.
    void receive(String topic, Object message, String id, String causation) {
        var value = bean(JsonMapper.class).writeValueAsString(message).getBytes(UTF_8);
        var delivered = new ConsumerRecord<>(topic, 0, 0, "key".getBytes(UTF_8), value);
        var type = MessageTypes.of(message.getClass()).orElseThrow();
        Map.of("ce_id", id, "ce_type", type, "ce_causationid", causation, "traceparent", TRACE)
                .forEach((name, header) -> delivered.headers().add(name, header.getBytes(UTF_8)));
        delivery.deliver(delivered);
    }

    /// What went out for an order, in order.
    List<Sent> sent(UUID order) {
        return bean(JdbcClient.class)
                .sql("""
                    SELECT id, topic, message_key, type, payload, traceparent, correlation_id
                    FROM outbox_event WHERE subject = :order ORDER BY created_at\
                    """)
                .param("order", order.toString())
                .query((row, _) -> new Sent(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)))
                .list();
    }

    List<String> sentTypes(UUID order) {
        return sent(order).stream().map(Sent::type).toList();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return json(exchange(HttpRequest.newBuilder(uri(path)).build()));
    }

    String text(String path) throws IOException, InterruptedException {
        return exchange(HttpRequest.newBuilder(uri(path)).build()).body();
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return exchange(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    JsonNode json(HttpResponse<String> response) {
        return bean(JsonMapper.class).readTree(response.body());
    }

    String state(UUID saga) throws IOException, InterruptedException {
        return get("/sagas/" + saga).get("state").asString();
    }

    private URI uri(String path) {
        return URI.create(
                "http://localhost:%s%s".formatted(context.getEnvironment().getProperty("local.server.port"), path));
    }

    private HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }
}
