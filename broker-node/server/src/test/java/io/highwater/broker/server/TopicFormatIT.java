package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a topic makes of the batches that it is sent: codec, time, size.
class TopicFormatIT {
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

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "gzip", "snappy", "lz4", "zstd"})
    void recordsInAnotherCodecStayInOrder(String codec) throws Exception {
        var partition = topic("codec-" + codec, Map.of("compression.type", codec));
        String sent = codec.equals("lz4") ? "none" : "lz4";
        try (var producer = broker.producer(Map.of("compression.type", sent, "batch.size", 2_000))) {
            IntStream.range(0, 3_000)
                    .forEach(number -> producer.send(new ProducerRecord<>(
                            partition.topic(),
                            null,
                            1_000L + number,
                            "key",
                            "value " + number,
                            List.of(new RecordHeader("h", new byte[] {1})))));
        }

        var read = broker.read(partition, 3_000);

        assertThat(read)
                .extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(IntStream.range(0, 3_000)
                        .mapToObj(number -> "value " + number)
                        .toList());
        assertThat(read.getLast().timestamp()).isEqualTo(3_999);
        assertThat(read.getLast().headers()).hasSize(1);
    }

    @Test
    void theBrokerStampsRecordsWhereTheTopicSaysSo() throws Exception {
        var partition = topic("stamped", Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "zstd"));
        long before = System.currentTimeMillis();

        send(partition, 5L, "value");

        var record = broker.read(partition, 1).getFirst();
        assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(record.timestamp()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void recordsFromTheWrongTimeAreRefused() throws Exception {
        var partition = topic(
                "timely",
                Map.of("message.timestamp.before.max.ms", "60000", "message.timestamp.after.max.ms", "60000"));
        long now = System.currentTimeMillis();

        assertThatThrownBy(() -> send(partition, now - 120_000, "old"))
                .hasCauseInstanceOf(InvalidTimestampException.class)
                .hasMessageContaining("Timestamp %d is out of range".formatted(now - 120_000));
        assertThatThrownBy(() -> send(partition, now + 120_000, "early"))
                .hasCauseInstanceOf(InvalidTimestampException.class);
        assertThat(send(partition, now, "fine")).isZero();
    }

    @Test
    void aBatchThatIsTooLargeInTheTopicsCodecIsRefused() throws Exception {
        var partition = topic("small", Map.of("compression.type", "uncompressed", "max.message.bytes", "2000"));

        assertThatThrownBy(() -> send(partition, 1L, "x".repeat(10_000)))
                .hasCauseInstanceOf(RecordTooLargeException.class);
        assertThat(send(partition, 1L, "x".repeat(1_000))).isZero();
    }

    private static long send(TopicPartition partition, long timestamp, String value)
            throws ExecutionException, InterruptedException {
        try (var producer = broker.producer(Map.of("compression.type", "gzip"))) {
            return producer.send(new ProducerRecord<>(partition.topic(), 0, timestamp, "key", value))
                    .get()
                    .offset();
        }
    }

    private static TopicPartition topic(String name, Map<String, String> configs)
            throws ExecutionException, InterruptedException {
        try (var admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(configs)))
                    .all()
                    .get();
        }
        return new TopicPartition(name, 0);
    }
}
