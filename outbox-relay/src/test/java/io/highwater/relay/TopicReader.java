package io.highwater.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/// Reads partition 0 of a topic from its beginning.
final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    TopicReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
        var partition = List.of(new TopicPartition(topic, 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
    }

    /// Waits until all of `payloads` have been read, and answers with all records so far.
    List<ConsumerRecord<byte[], byte[]>> readUntil(List<String> payloads) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            poll();
            return payloads().containsAll(payloads);
        });
        return records;
    }

    void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }

    List<String> payloads() {
        return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }

    /// Payloads in the order of their first arrival: what is left when duplicates are dropped.
    List<String> distinctPayloads() {
        return payloads().stream().distinct().toList();
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
