package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Watches the broker's system calls while a plaintext consumer reads: its records must leave by `sendfile`.
class ZeroCopyIT {
    private static final int RECORDS = 2_000;
    private static final int RECORD_BYTES = 1_024;
    private static final Pattern SENDFILE_RESULT = Pattern.compile("sendfile(?:64)?\\b.*= (\\d+)$");

    @TempDir
    Path directory;

    @Test
    void plaintextConsumerIsServedBySendfile() throws IOException, InterruptedException {
        Command.installed("", Map.of(), List.of("strace", "-V")).succeeded();
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            produce(broker);
            Path trace = directory.resolve("strace.out");
            Process strace = attach(broker, trace);
            consume(broker);
            strace.destroy();
            strace.waitFor();

            long sent = bytesSent(trace);

            assertThat(sent).isGreaterThanOrEqualTo((long) RECORDS * RECORD_BYTES);
            double fetched = broker.metric("highwater_fetch_bytes_total");
            assertThat(fetched).isGreaterThanOrEqualTo((double) RECORDS * RECORD_BYTES);
            assertThat(broker.metric("highwater_fetch_zero_copy_bytes_total") / fetched)
                    .isGreaterThan(0.99);
        }
    }

    private static Process attach(BrokerProcess broker, Path trace) throws IOException {
        Path messages = trace.resolveSibling("strace.err");
        Process strace = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-e",
                        "trace=sendfile,sendfile64",
                        "-o",
                        trace.toString(),
                        "-p",
                        String.valueOf(broker.pid()))
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(messages).contains("attached"));
        return strace;
    }

    private static long bytesSent(Path trace) throws IOException {
        try (var lines = Files.lines(trace)) {
            return lines.map(SENDFILE_RESULT::matcher)
                    .filter(Matcher::find)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                    .sum();
        }
    }

    private static void produce(BrokerProcess broker) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("zero-copy", 0, null, new byte[RECORD_BYTES]));
            }
        }
    }

    private static void consume(BrokerProcess broker) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition("zero-copy", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int seen = 0;
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (seen < RECORDS && System.nanoTime() < deadline) {
                seen += consumer.poll(Duration.ofMillis(200)).count();
            }
            assertThat(seen).isEqualTo(RECORDS);
        }
    }
}
