package io.highwater.testcontainers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// One record to the broker and back, in this JVM or, as a program, in a container's.
public final class RoundTrip {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RoundTrip() {}

    /// Prints what came back.
    public static void main(String[] arguments) throws Exception {
        System.out.println("came back: " + of(arguments[0], arguments[1]));
    }

    static String of(String bootstrapServers, String topic) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "a record")).get();
        }
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "group.id", topic, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - end < 0) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    return record.value();
                }
            }
        }
        throw new IllegalStateException("nothing came back within " + PATIENCE);
    }
}
