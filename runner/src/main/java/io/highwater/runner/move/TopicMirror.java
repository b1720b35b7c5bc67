package io.highwater.runner.move;

import io.highwater.runner.platform.PlatformException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Copies the records of partitions into the partitions of the same name elsewhere: key, value, headers
/// and time as they are, in their order, each once. A second call goes on where the first one stopped.
///
/// Thread-safety: none; one owner.
final class TopicMirror implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    /// A source that says nothing for so long is taken for dead.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> from;
    private final KafkaProducer<byte[], byte[]> to;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> copied = new HashMap<>();

    TopicMirror(ClusterAddress source, ClusterAddress target) {
        from = new KafkaConsumer<>(consumer(source), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        to = new KafkaProducer<>(producer(target), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Copies what is there by now. Returns how many records that were.
    long copy(Collection<TopicPartition> partitions) {
        from.assign(partitions);
        Map<TopicPartition, Long> begin = from.beginningOffsets(partitions);
        begin.forEach((partition, offset) -> from.seek(partition, Math.max(offset, next.getOrDefault(partition, 0L))));
        Map<TopicPartition, Long> ends = from.endOffsets(partitions);
        long before = total();
        long heard = System.nanoTime();
        while (!isAt(ends)) {
            var records = from.poll(POLL);
            records.forEach(this::send);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new PlatformException(
                        "the source has said nothing for %d s, though %s are not copied to their ends"
                                .formatted(PATIENCE.toSeconds(), behind(ends)));
            }
            refuseFailure();
        }
        ends.keySet().forEach(partition -> next.put(partition, from.position(partition)));
        to.flush();
        refuseFailure();
        return total() - before;
    }

    /// How many records went to each partition so far.
    Map<TopicPartition, Long> copied() {
        return Map.copyOf(copied);
    }

    /// How many records of a partition lie at or behind an offset.
    long countFrom(TopicPartition partition, long offset) {
        var only = java.util.List.of(partition);
        from.assign(only);
        long begin = from.beginningOffsets(only).getOrDefault(partition, 0L);
        long end = from.endOffsets(only).getOrDefault(partition, 0L);
        from.seek(partition, Math.max(begin, offset));
        long count = 0;
        while (from.position(partition) < end) {
            count += from.poll(POLL).count();
        }
        return count;
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue());
    }

    private String behind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> from.position(end.getKey()) < end.getValue())
                .map(end -> String.valueOf(end.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void send(ConsumerRecord<byte[], byte[]> message) {
        var partition = new TopicPartition(message.topic(), message.partition());
        Long timestamp = message.timestamp() < 0 ? null : message.timestamp();
        // A failure comes to the callback; waiting for each one would send them one by one.
        var _ = to.send(
                new ProducerRecord<>(
                        message.topic(),
                        message.partition(),
                        timestamp,
                        message.key(),
                        message.value(),
                        message.headers()),
                (_, thrown) -> {
                    if (thrown != null) {
                        failure.compareAndSet(null, thrown);
                    }
                });
        copied.merge(partition, 1L, Long::sum);
    }

    private void refuseFailure() {
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new KafkaException("a record was not taken", thrown);
        }
    }

    private long total() {
        return copied.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Object> consumer(ClusterAddress source) {
        Map<String, Object> settings = source.properties();
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "none");
        settings.put("allow.auto.create.topics", "false");
        // Small enough for the runner's heap.
        settings.put("fetch.max.bytes", "8388608");
        return settings;
    }

    private static Map<String, Object> producer(ClusterAddress target) {
        Map<String, Object> settings = target.properties();
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("linger.ms", "20");
        settings.put("buffer.memory", "16777216");
        settings.put("delivery.timeout.ms", "120000");
        return settings;
    }

    @Override
    public void close() {
        from.close();
        to.close();
    }
}
