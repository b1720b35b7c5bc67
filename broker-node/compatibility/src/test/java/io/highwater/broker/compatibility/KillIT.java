package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise of acks=all: kill -9 under load, again and again, loses nothing that was acknowledged, and an
/// idempotent producer leaves nothing twice and nothing out of order.
class KillIT {
    private static final int ROUNDS = 20;
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "killed";

    @TempDir
    Path directory;

    private final Map<Long, Boolean> acknowledged = new ConcurrentHashMap<>();
    private final List<Exception> refused = Collections.synchronizedList(new ArrayList<>());

    @Test
    void nothingAcknowledgedIsLostOrDuplicated() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (BrokerProcess broker = BrokerProcess.start(directory, "num.partitions=" + PARTITIONS);
                var producer = producer(broker)) {
            var running = new AtomicBoolean(true);
            Thread load = Thread.ofPlatform().start(() -> produce(producer, running));
            for (int round = 0; round < ROUNDS; round++) {
                awaitAcknowledged(acknowledged.size() + 200 + random.nextInt(2_000));
                broker.kill();
                broker.restart();
            }
            awaitAcknowledged(acknowledged.size() + 200);
            running.set(false);
            load.join();
            producer.flush();

            Map<Integer, List<Long>> stored = readAll(broker);

            assertThat(refused).as("seed %d: refused for good", seed).isEmpty();
            assertNothingLost(seed, stored);
            assertNothingTwiceAndInOrder(seed, stored);
        }
    }

    private KafkaProducer<String, Long> producer(BrokerProcess broker) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        1,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        1 << 20,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        100,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        120_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        120_000),
                new StringSerializer(),
                new LongSerializer());
    }

    private void produce(KafkaProducer<String, Long> producer, AtomicBoolean running) {
        for (long number = 0; running.get(); number++) {
            long sent = number;
            producer.send(
                    new ProducerRecord<>(TOPIC, (int) (number % PARTITIONS), "key", number), (metadata, error) -> {
                        if (error == null) {
                            acknowledged.put(sent, true);
                        } else {
                            refused.add(error);
                        }
                    });
        }
    }

    private void awaitAcknowledged(int count) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> acknowledged.size() >= count);
    }

    private static Map<Integer, List<Long>> readAll(BrokerProcess broker) {
        var stored = new HashMap<Integer, List<Long>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.CHECK_CRCS_CONFIG,
                        true),
                new StringDeserializer(),
                new LongDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> stored.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                                .add(record.value()));
            }
        }
        return stored;
    }

    private void assertNothingLost(long seed, Map<Integer, List<Long>> stored) {
        var lost = new HashSet<>(acknowledged.keySet());
        stored.values().forEach(numbers -> numbers.forEach(lost::remove));
        assertThat(lost).as("seed %d: acknowledged but lost", seed).isEmpty();
    }

    private static void assertNothingTwiceAndInOrder(long seed, Map<Integer, List<Long>> stored) {
        stored.forEach((partition, numbers) -> {
            for (int i = 1; i < numbers.size(); i++) {
                assertThat(numbers.get(i))
                        .as("seed %d: partition %d after %d", seed, partition, numbers.get(i - 1))
                        .isEqualTo(numbers.get(i - 1) + PARTITIONS);
            }
        });
    }
}
