package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compaction of a running broker as its clients see it.
class CompactionIT {
    private static final int KEYS = 50;
    private static final String FILLER = "filler";

    @TempDir
    static Path directory;

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(directory, Map.of("log.cleaner.backoff.ms", "50"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static void create(String topic, Map<String, String> settings) throws Exception {
        var configs = new HashMap<>(Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "20",
                "min.cleanable.dirty.ratio", "0.01",
                "file.delete.delay.ms", "0"));
        configs.putAll(settings);
        try (var admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .get();
        }
    }

    /// Each round overwrites all keys.
    private static void produce(String topic, int rounds, String codec) {
        try (var producer = broker.producer(Map.of("linger.ms", 0, "compression.type", codec))) {
            for (var round = 0; round < rounds; round++) {
                for (var key = 0; key < KEYS; key++) {
                    producer.send(new ProducerRecord<>(topic, "key-" + key, "round " + round + " " + "x".repeat(100)));
                }
                producer.flush();
            }
        }
    }

    /// Something new makes the log begin another segment, and compaction look at what is behind it.
    private static void goOn(String topic) {
        try (var producer = broker.producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, FILLER, "x".repeat(200)));
        }
    }

    private static void awaitCompaction(String topic) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            goOn(topic);
            assertThat(readAll(topic)).hasSizeBetween(KEYS, 4 * KEYS);
        });
    }

    private static List<ConsumerRecord<String, String>> readAll(String topic) {
        var partition = new TopicPartition(topic, 0);
        try (var consumer = broker.consumer(Map.of())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            consumer.seekToBeginning(List.of(partition));
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static Map<String, String> latest(List<ConsumerRecord<String, String>> records) {
        var values = new TreeMap<String, String>();
        records.stream().filter(record -> !record.key().equals(FILLER)).forEach(record -> {
            if (record.value() == null) {
                values.remove(record.key());
            } else {
                values.put(record.key(), record.value());
            }
        });
        return values;
    }

    @Test
    void consumersFindTheLatestValueOfEveryKeyAndLittleElse() throws Exception {
        create("latest", Map.of());

        produce("latest", 20, "none");

        awaitCompaction("latest");
        assertThat(latest(readAll("latest")))
                .hasSize(KEYS)
                .allSatisfy((_, value) -> assertThat(value).startsWith("round 19 "));
        assertThat(metric("highwater_compaction_dropped_records_total"))
                .hasValueSatisfying(dropped -> assertThat(dropped).isPositive());
    }

    @Test
    void deletedKeysAndTheirTombstonesGo() throws Exception {
        create("deleted", Map.of("delete.retention.ms", "100"));
        produce("deleted", 3, "lz4");
        try (var producer = broker.producer(Map.of())) {
            for (var key = 0; key < KEYS / 2; key++) {
                producer.send(new ProducerRecord<>("deleted", "key-" + key, null));
            }
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            goOn("deleted");
            assertThat(readAll("deleted"))
                    .extracting(ConsumerRecord::key)
                    .noneMatch(key -> key.startsWith("key-") && Integer.parseInt(key.substring(4)) < KEYS / 2);
        });
        assertThat(latest(readAll("deleted"))).hasSize(KEYS / 2);
    }

    @Test
    void aRecordWithoutAKeyIsRefusedWithTheReason() throws Exception {
        create("keys-only", Map.of());
        try (var producer = broker.producer(Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("keys-only", "no key"))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidRecordException.class)
                    .hasMessageContaining("key");
        }
    }

    @Test
    void whatWasCompactedIsThereAfterARestart() throws Exception {
        create("restarted", Map.of());
        produce("restarted", 10, "zstd");
        awaitCompaction("restarted");
        var before = latest(readAll("restarted"));

        broker.restart();

        assertThat(latest(readAll("restarted"))).isEqualTo(before);
        assertThat(Files.readString(directory.resolve("cleaner-offset-checkpoint")))
                .contains("restarted 0 ");
    }

    @Test
    void aDamagedLogIsLeftAloneAndTheOthersGoOn() throws Exception {
        create("damaged", Map.of("min.compaction.lag.ms", "3600000"));
        produce("damaged", 5, "none");
        var log = directory.resolve("damaged-0").resolve("00000000000000000000.log");
        try (var file = Files.newByteChannel(log, StandardOpenOption.WRITE)) {
            file.position(300).write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        }
        try (var admin = broker.admin()) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "damaged");
            var lag = new AlterConfigOp(new ConfigEntry("min.compaction.lag.ms", "0"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(lag))).all().get();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            goOn("damaged");
            assertThat(page()).contains("highwater_compaction_uncleanable{partition=\"damaged-0\"");
        });
        create("sound", Map.of());
        produce("sound", 20, "none");
        awaitCompaction("sound");
    }

    private static Optional<Double> metric(String name) throws Exception {
        return page().lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    private static String page() throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:%d/metrics"
                .formatted(broker.broker().httpPort().orElseThrow()));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
