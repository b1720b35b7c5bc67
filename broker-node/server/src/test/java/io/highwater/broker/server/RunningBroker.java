package io.highwater.broker.server;

import io.highwater.broker.server.config.BrokerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A broker in this process with a port of its own, and real clients for it.
final class RunningBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Map<String, String> overrides;
    private Broker broker;

    RunningBroker(Path directory, Map<String, String> overrides) {
        this.directory = directory;
        this.overrides = overrides;
        this.broker = start();
    }

    RunningBroker(Path directory) {
        this(directory, Map.of());
    }

    private Broker start() {
        var properties = new HashMap<>(Map.of(
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", directory.toString(),
                "highwater.http.port", "0",
                "offsets.topic.num.partitions", "3"));
        properties.putAll(overrides);
        return Broker.start(BrokerConfig.of(properties));
    }

    void restart() {
        broker.close();
        broker = start();
    }

    Broker broker() {
        return broker;
    }

    int port() {
        return broker.listeners().getFirst().port();
    }

    KafkaProducer<String, String> producer(Map<String, Object> settings) {
        var properties = new HashMap<String, Object>(Map.of("bootstrap.servers", broker.bootstrapServers()));
        properties.putAll(settings);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer(Map<String, Object> settings) {
        var properties = new HashMap<String, Object>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"));
        properties.putAll(settings);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /// Reads a partition from its beginning until `count` records are there.
    List<ConsumerRecord<String, String>> read(TopicPartition partition, int count) {
        try (var consumer = consumer(Map.of())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return poll(consumer, count);
        }
    }

    static List<ConsumerRecord<String, String>> poll(KafkaConsumer<String, String> consumer, int count) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (records.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    @Override
    public void close() {
        broker.close();
    }
}
