package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real clients under quotas. Rates are averaged over two seconds, so that they bite soon.
class QuotasIT {
    private static final int RATE = 100_000;
    private static final String VALUE = "x".repeat(5_000);

    @TempDir
    static Path directory;

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(
                directory,
                Map.of("quota.window.num", "2", "controller.quota.window.num", "2", "highwater.shards", "2"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aProducerIsHeldToItsRate() throws Exception {
        set(Map.of("client-id", "slow-producer"), "producer_byte_rate", RATE);
        try (var producer = broker.producer(Map.of("client.id", "slow-producer", "compression.type", "none"))) {
            producer.partitionsFor("produced");
            long start = System.nanoTime();
            IntStream.range(0, 80).forEach(_ -> producer.send(new ProducerRecord<>("produced", VALUE)));
            producer.flush();

            // 400 kB, of which one second's worth is free.
            assertThat(seconds(start)).isBetween(2.4, 12.0);
            assertThat(value(producer.metrics(), "produce-throttle-time-max")).isPositive();
        }
        assertThat(broker.read(new TopicPartition("produced", 0), 80)).hasSize(80);
    }

    @Test
    void aConsumerIsHeldToItsRate() throws Exception {
        set(Map.of("user", "ANONYMOUS", "client-id", "slow-consumer"), "consumer_byte_rate", RATE);
        try (var producer = broker.producer(Map.of())) {
            IntStream.range(0, 80).forEach(_ -> producer.send(new ProducerRecord<>("consumed", VALUE)));
        }
        try (var consumer = broker.consumer(Map.of("client.id", "slow-consumer"))) {
            consumer.assign(List.of(new TopicPartition("consumed", 0)));
            long start = System.nanoTime();
            var records = RunningBroker.poll(consumer, 80);

            assertThat(records).hasSize(80);
            assertThat(seconds(start)).isBetween(2.0, 15.0);
            assertThat(value(consumer.metrics(), "fetch-throttle-time-max")).isPositive();
        }
    }

    @Test
    void aClientThatIsOverItsRequestTimeWaits() throws Exception {
        set(Map.of("client-id", "busy"), "request_percentage", 0.001);
        try (var admin = admin("busy")) {
            for (int request = 0; request < 3; request++) {
                admin.describeCluster().nodes().get();
            }
        }

        assertThat(metrics()).contains("highwater_throttled_total{quota=\"request_percentage\"}");
    }

    @Test
    void partitionsAreMadeAtTheirRate() throws Exception {
        set(Map.of("client-id", "builder"), "controller_mutation_rate", 2);
        try (var admin = admin("builder")) {
            create(admin, new NewTopic("built-1", 6, (short) 1), true);

            assertThatThrownBy(() -> create(admin, new NewTopic("built-2", 1, (short) 1), false))
                    .hasCauseInstanceOf(ThrottlingQuotaExceededException.class)
                    .cause()
                    .asInstanceOf(type(ThrottlingQuotaExceededException.class))
                    .satisfies(refusal -> assertThat(refusal.throttleTimeMs()).isBetween(1, 2_000));

            create(admin, new NewTopic("built-3", 1, (short) 1), true);
            assertThat(admin.listTopics().names().get()).contains("built-3").doesNotContain("built-2");
        }
    }

    @Test
    void anAddressConnectsAtItsRate() throws Exception {
        try (var admin = broker.admin()) {
            admin.listTopics().names().get();
            alter(admin, Map.of("ip", "127.0.0.1"), "connection_creation_rate", 2.0);
            try {
                assertThat(closedByTheBroker(12)).isBetween(4, 11);
            } finally {
                alter(admin, Map.of("ip", "127.0.0.1"), "connection_creation_rate", null);
            }
            assertThat(closedByTheBroker(5)).isZero();
        }
    }

    @Test
    void quotasAreDescribedAndSurviveARestart() throws Exception {
        var entity = new HashMap<String, @Nullable String>();
        entity.put("user", "alice");
        entity.put("client-id", null);
        try (var admin = broker.admin()) {
            alter(admin, entity, "producer_byte_rate", 12345.0);
        }

        broker.restart();

        try (var admin = broker.admin()) {
            var quotas = admin.describeClientQuotas(ClientQuotaFilter.all())
                    .entities()
                    .get();
            assertThat(quotas).containsEntry(new ClientQuotaEntity(entity), Map.of("producer_byte_rate", 12345.0));
            assertThatThrownBy(() -> alter(admin, Map.of("user", "alice"), "no_such_rate", 1.0))
                    .hasCauseInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("no_such_rate");
            assertThat(admin.describeUserScramCredentials().all().get()).isEmpty();
        }
    }

    private static Admin admin(String clientId) {
        return Admin.create(Map.of("bootstrap.servers", broker.broker().bootstrapServers(), "client.id", clientId));
    }

    private static void set(Map<String, String> entity, String key, double value) throws Exception {
        try (var admin = broker.admin()) {
            alter(admin, entity, key, value);
        }
    }

    private static void alter(Admin admin, Map<String, String> entity, String key, @Nullable Double value)
            throws ExecutionException, InterruptedException {
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        new ClientQuotaEntity(entity), List.of(new ClientQuotaAlteration.Op(key, value)))))
                .all()
                .get();
    }

    private static void create(Admin admin, NewTopic topic, boolean patient)
            throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(topic), new CreateTopicsOptions().retryOnQuotaViolation(patient))
                .all()
                .get();
    }

    /// Opens connections as fast as it can and counts those that do not stay open.
    private static int closedByTheBroker(int count) throws IOException {
        var sockets = new ArrayList<Socket>();
        int closed = 0;
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new Socket("127.0.0.1", broker.port()));
            }
            long deadline = System.nanoTime() + Duration.ofMillis(2_000).toNanos();
            for (Socket socket : sockets) {
                closed += isClosed(socket, deadline) ? 1 : 0;
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        return closed;
    }

    private static boolean isClosed(Socket socket, long deadline) throws IOException {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        socket.setSoTimeout((int) Math.max(1, leftMs));
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    private static double value(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .max()
                .orElse(0);
    }

    private static String metrics() throws IOException, InterruptedException {
        var page = URI.create("http://127.0.0.1:%d/metrics"
                .formatted(broker.broker().httpPort().orElseThrow()));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
