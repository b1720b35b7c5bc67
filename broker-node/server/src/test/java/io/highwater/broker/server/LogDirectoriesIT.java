package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with several log directories when one of them, or what lies in it, cannot be used.
class LogDirectoriesIT {
    private static final String TOPIC = "spread";
    private static final int PARTITIONS = 6;

    @TempDir
    private Path folder;

    private Path metadata;
    private Path one;
    private Path two;

    @BeforeEach
    void nameTheFolders() {
        metadata = folder.resolve("metadata");
        one = folder.resolve("one");
        two = folder.resolve("two");
    }

    private RunningBroker broker() {
        return new RunningBroker(
                folder,
                Map.of(
                        "log.dirs",
                        one + "," + two,
                        "metadata.log.dir",
                        metadata.toString(),
                        "offsets.topic.num.partitions",
                        "2"));
    }

    private static void createTopic(RunningBroker broker) throws ExecutionException, InterruptedException {
        try (var admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void writeOneEach(RunningBroker broker) throws ExecutionException, InterruptedException {
        try (var producer = broker.producer(Map.of())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(TOPIC, partition, null, "value " + partition))
                        .get();
            }
        }
    }

    private static List<Integer> partitionsIn(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(TOPIC + "-") && name.matches(".*-\\d+"))
                    .map(name -> Integer.parseInt(name.substring(TOPIC.length() + 1)))
                    .sorted()
                    .toList();
        }
    }

    private static List<Integer> leaderless(RunningBroker broker) throws ExecutionException, InterruptedException {
        try (var admin = broker.admin()) {
            return admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC).partitions().stream()
                    .filter(partition ->
                            partition.leader() == null || partition.leader().isEmpty())
                    .map(TopicPartitionInfo::partition)
                    .toList();
        }
    }

    private static String page(RunningBroker broker, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri =
                    URI.create("http://127.0.0.1:" + broker.broker().httpPort().orElseThrow() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void partitionsAreSpreadOverTheDirectoriesAndFoundAgain()
            throws ExecutionException, InterruptedException, IOException {
        try (var broker = broker()) {
            createTopic(broker);
            writeOneEach(broker);
            assertThat(partitionsIn(one)).hasSizeBetween(2, 4);
            assertThat(partitionsIn(two)).hasSizeBetween(2, 4);

            broker.restart();

            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(ProducerConsumerIT.values(broker.read(new TopicPartition(TOPIC, partition), 1)))
                        .containsExactly("value " + partition);
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeOpenedTakesItsPartitionsOfflineUntilItIsBack()
            throws ExecutionException, InterruptedException, IOException {
        List<Integer> lost;
        try (var broker = broker()) {
            createTopic(broker);
            writeOneEach(broker);
            lost = partitionsIn(two);
        }
        Path away = folder.resolve("away");
        Files.move(two, away);
        Files.writeString(two, "a file where a folder should be");

        try (var broker = broker()) {
            assertThat(leaderless(broker)).isEqualTo(lost);
            for (int partition : partitionsIn(one)) {
                assertThat(ProducerConsumerIT.values(broker.read(new TopicPartition(TOPIC, partition), 1)))
                        .containsExactly("value " + partition);
            }
            assertThat(page(broker, "/metrics"))
                    .contains("highwater_partitions_offline %d".formatted(lost.size()))
                    .contains("highwater_log_directory_offline{directory=\"%s\"} 1".formatted(two))
                    .contains("highwater_log_directory_offline{directory=\"%s\"} 0".formatted(one));
            assertThat(page(broker, "/health")).contains(two.toString());
        }
        Files.delete(two);
        Files.move(away, two);

        try (var broker = broker()) {
            assertThat(leaderless(broker)).isEmpty();
            for (int partition : lost) {
                assertThat(ProducerConsumerIT.values(broker.read(new TopicPartition(TOPIC, partition), 1)))
                        .containsExactly("value " + partition);
            }
        }
    }

    @Test
    void aDirectoryThatFailsWhileTheNodeRunsTakesItsPartitionsOfflineAndTheOthersGoOn()
            throws ExecutionException, InterruptedException, IOException {
        try (var broker = broker()) {
            createTopic(broker);
            List<Integer> lost = partitionsIn(one);
            List<Integer> kept = partitionsIn(two);
            delete(one);
            try (var producer = broker.producer(Map.of("delivery.timeout.ms", 2_000, "request.timeout.ms", 1_000))) {
                var attempt = producer.send(new ProducerRecord<>(TOPIC, lost.getFirst(), null, "lost"));

                assertThatThrownBy(() -> attempt.get(20, TimeUnit.SECONDS))
                        .rootCause()
                        .isInstanceOfAny(KafkaStorageException.class, TimeoutException.class);
                await().atMost(Duration.ofSeconds(10)).until(() -> leaderless(broker), lost::equals);
                for (int partition : kept) {
                    producer.send(new ProducerRecord<>(TOPIC, partition, null, "kept"))
                            .get();
                }
            }
            assertThat(broker.broker().failure().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void theNodeEndsWhenAllDirectoriesFailed() throws ExecutionException, InterruptedException, IOException {
        try (var broker = broker()) {
            createTopic(broker);
            var partitions =
                    List.of(partitionsIn(one).getFirst(), partitionsIn(two).getFirst());
            delete(one);
            delete(two);
            try (var producer = broker.producer(Map.of())) {
                partitions.forEach(partition -> producer.send(new ProducerRecord<>(TOPIC, partition, null, "lost")));

                await().atMost(Duration.ofSeconds(10))
                        .until(() ->
                                broker.broker().failure().toCompletableFuture().isDone());
                producer.close(Duration.ZERO);
            }
            assertThat(broker.broker().failure().toCompletableFuture().join()).contains("all log directories failed");
        }
    }

    @Test
    void withoutItsMetadataDirectoryTheNodeDoesNotStart() throws IOException {
        Files.writeString(metadata, "a file where a folder should be");

        assertThatThrownBy(this::broker).hasMessageContaining(metadata.toString());
    }

    @Test
    void aFolderOfAnUnknownTopicIsSetAside() throws ExecutionException, InterruptedException, IOException {
        try (var broker = broker()) {
            createTopic(broker);
            writeOneEach(broker);
        }
        Path stranger = Files.createDirectories(one.resolve("stranger-0"));
        Files.writeString(stranger.resolve("partition.metadata"), "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAZw");
        Files.write(stranger.resolve("00000000000000000000.log"), new byte[0]);
        Path known = Files.exists(one.resolve(TOPIC + "-0")) ? one : two;
        Files.writeString(
                known.resolve(TOPIC + "-0").resolve("partition.metadata"),
                "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAZg");

        try (var broker = broker();
                var admin = broker.admin()) {
            try (var entries = Files.list(one)) {
                assertThat(entries.map(path -> path.getFileName().toString()))
                        .anyMatch(name -> name.startsWith("stranger-0.") && name.endsWith("-stray"));
            }
            try (var entries = Files.list(known)) {
                assertThat(entries.map(path -> path.getFileName().toString()))
                        .anyMatch(name -> name.startsWith(TOPIC + "-0.") && name.endsWith("-stray"));
            }
            assertThat(admin.listTopics().names().get()).doesNotContain("stranger");
            writeOneEach(broker);
        }
    }

    @Test
    void aPartitionThatLiesInTwoDirectoriesIsRefused() throws ExecutionException, InterruptedException, IOException {
        try (var broker = broker()) {
            createTopic(broker);
        }
        int twice = partitionsIn(one).getFirst();
        Files.createDirectories(two.resolve(TOPIC + "-" + twice));

        assertThatThrownBy(this::broker)
                .hasMessageContaining(TOPIC + "-" + twice)
                .hasMessageContaining(two.toString());
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
