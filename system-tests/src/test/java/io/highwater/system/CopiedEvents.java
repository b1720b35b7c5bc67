package io.highwater.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What lies in the topics of a cluster, from the first record to the last.
final class CopiedEvents {
    private CopiedEvents() {}

    /// The id of every event, as often as it is there.
    static List<String> idsIn(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(partition -> !partition.topic().startsWith("__"))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            var ids = new ArrayList<String>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> ids.add(id(message)));
            }
            return ids;
        }
    }

    private static String id(ConsumerRecord<byte[], byte[]> message) {
        var header = message.headers().lastHeader("ce_id");
        return header == null
                ? "%s-%d@%d has no ce_id".formatted(message.topic(), message.partition(), message.offset())
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}
