package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up in the middle of a load. Needs a file system of its own and so the right to mount one:
/// without it the test says that it is left out.
class FullDiskIT {
    private static final String TOPIC = "filling";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Map<String, Object> IMPATIENT =
            Map.of("delivery.timeout.ms", 1_500, "request.timeout.ms", 1_000, "linger.ms", 0, "batch.size", 1);

    @TempDir
    private Path folder;

    private Path disk;
    private Path ballast;
    private boolean mounted;

    @BeforeEach
    void mountASmallDisk() throws IOException, InterruptedException {
        disk = Files.createDirectories(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
        assumeTrue(mounted, "LEFT OUT: mounting a small disk needs root");
        ballast = Files.write(disk.resolve("ballast"), new byte[8 << 20]);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndWritesResumeByThemselves()
            throws ExecutionException, InterruptedException, IOException {
        var acknowledged = new ArrayList<String>();
        try (var broker = new RunningBroker(disk.resolve("data"))) {
            try (var producer = broker.producer(Map.of())) {
                producer.send(new ProducerRecord<>(TOPIC, 0, null, "before")).get();
                acknowledged.add("before");
            }
            commit(broker, 1);
            fill(broker, acknowledged);
            assertThat(acknowledged).hasSizeGreaterThan(20);

            assertThat(values(broker, acknowledged.size())).containsAll(acknowledged);
            assertThat(broker.broker().failure().toCompletableFuture()).isNotDone();
            long committed = commitUntilRefused(broker);

            Files.delete(ballast);
            try (var producer = broker.producer(Map.of())) {
                for (int number = 0; number < 20; number++) {
                    String value = "after " + number;
                    producer.send(new ProducerRecord<>(TOPIC, 0, null, value)).get();
                    acknowledged.add(value);
                }
            }
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                commit(broker, committed + 2);
                return true;
            });

            broker.restart();

            assertThat(values(broker, acknowledged.size())).containsAll(acknowledged);
            try (var admin = broker.admin()) {
                assertThat(admin.listConsumerGroupOffsets("readers")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .containsEntry(PARTITION, new OffsetAndMetadata(committed + 2));
            }
        }
    }

    /// The last page of the file may have room for some more commits.
    private static long commitUntilRefused(RunningBroker broker) throws InterruptedException {
        for (long offset = 2; offset < 500; offset++) {
            try {
                commit(broker, offset);
            } catch (ExecutionException _) {
                return offset - 1;
            }
        }
        throw new AssertionError("a full disk took 500 commits");
    }

    private static void commit(RunningBroker broker, long offset) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers", broker.broker().bootstrapServers(),
                "default.api.timeout.ms", 10_000,
                "request.timeout.ms", 8_000))) {
            admin.alterConsumerGroupOffsets("readers", Map.of(PARTITION, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    /// Writes until three in a row were not acknowledged, then small ones until not even those are.
    private static void fill(RunningBroker broker, List<String> acknowledged) {
        for (int size : new int[] {100_000, 100}) {
            try (var producer = broker.producer(IMPATIENT)) {
                int refused = 0;
                for (int number = 0; refused < 2 && number < 20_000; number++) {
                    String value = size + " " + number + "x".repeat(size);
                    try {
                        producer.send(new ProducerRecord<>(TOPIC, 0, null, value))
                                .get(30, TimeUnit.SECONDS);
                        acknowledged.add(value);
                        refused = 0;
                    } catch (ExecutionException | TimeoutException _) {
                        refused++;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                assertThat(refused).as("the disk filled up").isEqualTo(2);
            }
        }
    }

    private static List<String> values(RunningBroker broker, int count) {
        return broker.read(PARTITION, count).stream().map(ConsumerRecord::value).toList();
    }
}
