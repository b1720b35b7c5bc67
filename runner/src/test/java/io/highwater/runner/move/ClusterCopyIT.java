package io.highwater.runner.move;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.runner.platform.PlatformException;
import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Between two real clusters of one node each.
class ClusterCopyIT {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 1);

    @TempDir
    static Path directory;

    private static ApacheKafka source;
    private static ApacheKafka target;

    @BeforeAll
    static void start() throws Exception {
        source = ApacheKafka.start(ApacheKafkaSettings.in(directory.resolve("source")));
        target = ApacheKafka.start(ApacheKafkaSettings.in(directory.resolve("target"))
                .withProperty("auto.create.topics.enable", "false")
                .withClusterId("VGFyZ2V0VGFyZ2V0VGFyZw"));
    }

    @AfterAll
    static void stop() {
        source.close();
        target.close();
    }

    @Test
    void recordsAndPositionsArriveOnceEvenWhenTheSourceGoesOnMeanwhile() throws Exception {
        createTopic(source, "orders");
        send(0, 5);
        var said = new ArrayList<String>();
        try (var copy = ClusterCopy.open(address(source), address(target), (short) -1, said::add)) {
            copy.copy();
            send(5, 8);
            commit("shop", 6);

            copy.finish();
        }

        assertThat(records(target))
                .extracting(message -> new String(message.value(), UTF_8))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
        assertThat(records(target)).allSatisfy(message -> {
            assertThat(message.partition()).isEqualTo(1);
            assertThat(message.timestamp()).isEqualTo(1_000L + message.offset());
            assertThat(message.headers().lastHeader("ce_id").value()).isEqualTo(message.value());
        });
        assertThat(committed(target, "shop")).isEqualTo(6);
        assertThat(said).contains("group shop goes on where it was, with 2 records to handle");
        assertThatThrownBy(() -> ClusterCopy.open(address(source), address(target), (short) -1, said::add))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("orders (8)");
    }

    @Test
    void aClusterIsNotCopiedOntoItself() {
        assertThatThrownBy(() -> ClusterCopy.open(address(source), address(source), (short) -1, _ -> {}))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("the same cluster");
    }

    private static ClusterAddress address(ApacheKafka kafka) {
        return new ClusterAddress(kafka.bootstrapServers(), Map.of());
    }

    private static void createTopic(ApacheKafka kafka, String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void send(int from, int to) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", source.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                byte[] text = String.valueOf(i).getBytes(UTF_8);
                var message = new ProducerRecord<>(ORDERS.topic(), ORDERS.partition(), 1_000L + i, text, text);
                message.headers().add("ce_id", text);
                producer.send(message).get();
            }
        }
    }

    private static void commit(String group, long offset) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", source.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(group, Map.of(ORDERS, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    private static long committed(ApacheKafka kafka, String group) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .getOrDefault(ORDERS, new OffsetAndMetadata(0))
                    .offset();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(ApacheKafka kafka) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(ORDERS));
            consumer.seekToBeginning(List.of(ORDERS));
            long end = consumer.endOffsets(List.of(ORDERS)).getOrDefault(ORDERS, 0L);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(ORDERS) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
