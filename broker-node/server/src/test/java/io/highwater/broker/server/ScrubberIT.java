package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bit that flips in a closed segment while the node runs.
class ScrubberIT {
    private static final TopicPartition PARTITION = new TopicPartition("cold", 0);
    private static final int RECORDS = 40;

    @TempDir
    private Path folder;

    @Test
    void whatHasRottedIsReportedAndNotServedAndTheRestIs()
            throws ExecutionException, InterruptedException, IOException {
        try (var broker = new RunningBroker(
                        folder,
                        Map.of(
                                "highwater.scrub.interval.ms", "100",
                                "highwater.scrub.bytes.per.second", "100000000"));
                var admin = broker.admin();
                var producer = broker.producer(Map.of("linger.ms", 0, "batch.size", 1))) {
            admin.createTopics(List.of(
                            new NewTopic(PARTITION.topic(), 1, (short) 1).configs(Map.of("segment.bytes", "1048576"))))
                    .all()
                    .get();
            for (int number = 0; number < RECORDS; number++) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), 0, null, number + "x".repeat(100_000)))
                        .get();
            }
            try (var file = new RandomAccessFile(
                    folder.resolve("cold-0/00000000000000000000.log").toFile(), "rw")) {
                file.seek(250_000);
                file.write('!');
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> page(broker).contains("highwater_log_damaged_total 1"));

            try (var consumer = broker.consumer(Map.of())) {
                consumer.assign(List.of(PARTITION));
                consumer.seek(PARTITION, 0);
                var before = RunningBroker.poll(consumer, 2);
                assertThat(before).extracting(record -> record.offset()).containsExactly(0L, 1L);
                assertThatThrownBy(() -> RunningBroker.poll(consumer, 1)).isInstanceOf(KafkaException.class);
                consumer.seek(PARTITION, 3);
                assertThat(RunningBroker.poll(consumer, RECORDS - 3)).hasSize(RECORDS - 3);
            }
        }
    }

    private static String page(RunningBroker broker) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri =
                    URI.create("http://127.0.0.1:" + broker.broker().httpPort().orElseThrow() + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
