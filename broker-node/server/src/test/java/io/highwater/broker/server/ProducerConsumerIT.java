package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records go in and come out, with the clients that everybody uses.
class ProducerConsumerIT {
    @TempDir
    static Path directory;

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theFirstRecordOfAnUnknownTopicArrives() throws ExecutionException, InterruptedException {
        try (var producer = broker.producer(Map.of())) {
            var written =
                    producer.send(new ProducerRecord<>("first", "key", "value")).get();

            assertThat(written.offset()).isZero();
        }

        assertThat(broker.read(new TopicPartition("first", 0), 1))
                .extracting(ConsumerRecord::key, ConsumerRecord::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("key", "value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "all"})
    void recordsArriveInOrderWhateverTheProducerWaitsFor(String acks) {
        String topic = "acks-" + acks;
        boolean idempotent = acks.equals("all");
        try (var producer = broker.producer(Map.of("acks", acks, "enable.idempotence", idempotent, "linger.ms", 1))) {
            IntStream.range(0, 2_000).forEach(number -> producer.send(new ProducerRecord<>(topic, "value " + number)));
        }

        assertThat(values(broker.read(new TopicPartition(topic, 0), 2_000)))
                .containsExactlyElementsOf(IntStream.range(0, 2_000)
                        .mapToObj(number -> "value " + number)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void everyCodecPassesThrough(String codec) {
        String topic = "codec-" + codec;
        try (var producer = broker.producer(Map.of("compression.type", codec, "linger.ms", 20))) {
            IntStream.range(0, 100).forEach(number -> producer.send(new ProducerRecord<>(topic, "x".repeat(number))));
        }

        assertThat(broker.read(new TopicPartition(topic, 0), 100)).hasSize(100);
    }

    static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }
}
