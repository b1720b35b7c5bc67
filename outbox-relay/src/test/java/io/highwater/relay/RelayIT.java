package io.highwater.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.relay.source.Relays;
import io.highwater.relay.source.SourceStatus;
import io.highwater.testing.TestBroker;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The relay between a real PostgreSQL and a real broker, with one of them, or itself, going away.
class RelayIT {
    @TempDir
    private static Path directory;

    private static OutboxDatabase database;

    private final String topic = "orders_events_" + UUID.randomUUID();
    private ConfigurableApplicationContext relay;
    private TopicReader reader;

    @BeforeAll
    static void startInfrastructure() throws SQLException {
        database = OutboxDatabase.start();
        database.publish();
    }

    @AfterAll
    static void stopInfrastructure() {
        database.close();
    }

    @BeforeEach
    void createTopic() throws ExecutionException, InterruptedException {
        createTopic(topic);
        reader = new TopicReader(TestBroker.bootstrapServers(), topic);
    }

    @AfterEach
    void stopRelay() {
        reader.close();
        if (relay != null) {
            relay.close();
        }
    }

    @Test
    void rowsArriveInTheOrderOfTheirCommitsWithEveryByte() throws SQLException {
        startRelay();
        awaitStreaming();
        var payloads = new ArrayList<String>();

        try (var first = database.connect();
                var second = database.connect()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            OutboxDatabase.insert(first, topic, "alice", "{\"b\": 1,  \"a\":\"ü😀\\u0000\"}");
            OutboxDatabase.insert(second, topic, "alice", "{\"n\":2}");
            second.commit();
            first.commit();
        }
        payloads.add("{\"n\":2}");
        payloads.add("{\"b\": 1,  \"a\":\"ü😀\\u0000\"}");

        var records = reader.readUntil(payloads);
        assertThat(reader.payloads()).containsExactlyElementsOf(payloads);
        assertThat(records.getFirst().key()).isEqualTo("alice".getBytes(UTF_8));
        var headers = TopicReader.headers(records.getFirst());
        assertThat(headers.keySet())
                .containsExactly(
                        "ce_specversion",
                        "ce_id",
                        "ce_type",
                        "ce_source",
                        "ce_subject",
                        "ce_time",
                        "content-type",
                        "ce_correlationid",
                        "traceparent");
        assertThat(headers)
                .containsEntry("ce_type", "OrderPlaced.v1")
                .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    @Test
    void aRelayThatWasDownLosesNothing() throws SQLException {
        startRelay();
        awaitStreaming();
        insert(0, 50);
        reader.readUntil(payloads(0, 50));

        relay.close();
        insert(50, 100);
        startRelay();

        reader.readUntil(payloads(0, 100));
        assertThat(reader.distinctPayloads()).containsExactlyElementsOf(payloads(0, 100));
    }

    @Test
    void aDatabaseThatRestartsIsFoundAgain() throws SQLException {
        startRelay();
        awaitStreaming();
        insert(0, 10);
        reader.readUntil(payloads(0, 10));

        database.stop();
        await().until(() -> !status().state().equals("STREAMING"));
        database.startAgain();
        insert(10, 20);

        reader.readUntil(payloads(0, 20));
        assertThat(reader.distinctPayloads()).containsExactlyElementsOf(payloads(0, 20));
        assertThat(status().restarts()).isPositive();
        assertThat(status().lastError()).isNotNull();
    }

    @Test
    void aRowThatCannotBeSentIsPutAsideAndTheNextOnesGoOn() throws SQLException {
        startRelay();
        awaitStreaming();
        var marker = UUID.randomUUID().toString();

        database.insert("not a topic", "alice", "{\"bad topic\":\"" + marker + "\"}");
        database.insert(topic, "", "{\"empty key\":\"" + marker + "\"}");
        database.insert(topic, "alice", "x".repeat(1_500_000));
        database.insert("missing_" + marker, "alice", "{\"missing topic\":\"" + marker + "\"}");
        database.insert(topic, "alice", "{\"n\":0}");

        reader.readUntil(payloads(0, 1));
        try (var quarantine = new TopicReader(TestBroker.bootstrapServers(), "outbox_quarantine")) {
            var records = quarantine.readUntil(List.of(
                    "{\"bad topic\":\"" + marker + "\"}",
                    "{\"empty key\":\"" + marker + "\"}",
                    "{\"missing topic\":\"" + marker + "\"}"));
            assertThat(records.stream()
                            .map(record -> TopicReader.headers(record).get("hw_reason")))
                    .contains("INVALID_TOPIC", "MALFORMED_ROW", "TOO_LARGE", "UNKNOWN_TOPIC");
        }
        assertThat(status().quarantined()).isEqualTo(4);
        assertThat(status().state()).isEqualTo("STREAMING");
    }

    @Test
    void aDroppedSlotIsHealedFromTheRowsThatAreKept() throws SQLException {
        startRelay();
        awaitStreaming();
        insert(0, 5);
        reader.readUntil(payloads(0, 5));
        relay.close();

        database.execute("SELECT pg_drop_replication_slot('outbox_orders')");
        insert(5, 10);
        startRelay();

        reader.readUntil(payloads(0, 10));
        assertThat(reader.distinctPayloads()).containsExactlyElementsOf(payloads(0, 10));
    }

    @Test
    void aDatabaseWithoutItsPublicationIsWaitedFor() throws SQLException {
        database.execute("DROP PUBLICATION outbox");

        startRelay();
        await().until(() -> status().state().equals("WAITING"));
        assertThat(status().detail()).contains("publication outbox");
        database.publish();
        insert(0, 3);

        reader.readUntil(payloads(0, 3));
    }

    @Test
    void anIdleSourceLetsTheLogGo() throws SQLException {
        startRelay();
        awaitStreaming();

        database.execute("CREATE TABLE noise AS SELECT g, repeat('x', 1000) FROM generate_series(1, 20000) g");
        database.execute("DROP TABLE noise");

        await().untilAsserted(() -> assertThat(status().lagBytes()).isNotNull().isLessThan(1_000_000L));
    }

    @Test
    void aPausedSourceKeepsItsRowsForLater() throws SQLException {
        startRelay();
        awaitStreaming();

        relays().act("orders", Relays.Action.PAUSE);
        await().until(() -> status().state().equals("HALTED"));
        insert(0, 5);
        relays().act("orders", Relays.Action.RESUME);

        reader.readUntil(payloads(0, 5));
        assertThat(status().restarts()).isZero();
    }

    @Test
    void aResnapshotSendsTheKeptRowsOnceMore() throws SQLException {
        startRelay();
        awaitStreaming();
        insert(0, 3);
        reader.readUntil(payloads(0, 3));

        relays().act("orders", Relays.Action.RESNAPSHOT);

        await().untilAsserted(() -> {
            reader.poll();
            assertThat(reader.payloads())
                    .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
        });
    }

    private void startRelay() {
        relay = SpringApplication.run(
                OutboxRelayApplication.class,
                "--server.port=0",
                "--highwater.relay.bootstrap-servers=" + TestBroker.bootstrapServers(),
                "--highwater.relay.data-directory=" + directory.resolve("relay"),
                "--highwater.relay.host=" + database.host(),
                "--highwater.relay.port=" + database.port(),
                "--highwater.relay.sources.orders.database=postgres",
                "--highwater.relay.sources.inventory.enabled=false",
                "--highwater.relay.sources.payments.enabled=false",
                "--highwater.relay.sources.sagas.enabled=false",
                "--highwater.relay.sources.notifications.enabled=false",
                "--highwater.relay.heartbeat-interval=500ms",
                "--highwater.relay.lag-interval=500ms",
                "--highwater.relay.topic-patience=1s");
    }

    private void awaitStreaming() {
        await().until(() -> status().isStreaming());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private Relays relays() {
        return relay.getBean(Relays.class);
    }

    private SourceStatus status() {
        return relays().status("orders").orElseThrow();
    }

    private void insert(int from, int to) throws SQLException {
        for (var payload : payloads(from, to)) {
            database.insert(topic, "alice", payload);
        }
    }

    private static List<String> payloads(int from, int to) {
        return IntStream.range(from, to).mapToObj("{\"n\":%d}"::formatted).toList();
    }

    private static void createTopic(String name) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }
}
