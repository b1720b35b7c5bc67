package io.highwater.broker.compatibility.interchange;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// All that clients can ask of one partition, in a form that compares.
///
/// @param records   offset, time, sums of key and value, headers of each record
/// @param committed what a consumer sees that reads only what is committed
/// @param producers id, epoch, last sequence and open transaction of each
/// @param epochs    where each leader epoch ended
/// @param offsets   earliest, latest, that of the largest timestamp
record PartitionView(
        List<String> records,
        List<String> committed,
        List<String> producers,
        List<String> epochs,
        List<String> offsets) {
    private static final short EPOCHS_VERSION = 4;

    static PartitionView of(String address, TopicPartition partition, int highestEpoch)
            throws IOException, InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return new PartitionView(
                    read(address, partition, "read_uncommitted"),
                    read(address, partition, "read_committed"),
                    producers(admin, partition),
                    epochs(address, partition, highestEpoch),
                    offsets(admin, partition));
        }
    }

    private static List<String> read(String address, TopicPartition partition, String isolation) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            var records = new ArrayList<String>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(found -> records.add(text(found)));
            }
            return records;
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> found) {
        return "%d at %d: %d = %d, %s"
                .formatted(found.offset(), found.timestamp(), sum(found.key()), sum(found.value()), found.headers());
    }

    private static long sum(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    private static List<String> producers(Admin admin, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        return admin.describeProducers(List.of(partition)).all().get().get(partition).activeProducers().stream()
                .map(producer -> "%d epoch %d sequence %d open from %s"
                        .formatted(
                                producer.producerId(),
                                producer.producerEpoch(),
                                producer.lastSequence(),
                                producer.currentTransactionStartOffset()))
                .sorted()
                .toList();
    }

    private static List<String> epochs(String address, TopicPartition partition, int highest) throws IOException {
        try (var connection = new RawConnection(address)) {
            var ends = new ArrayList<String>();
            for (int epoch = 0; epoch <= highest; epoch++) {
                var topic = new OffsetForLeaderTopic()
                        .setTopic(partition.topic())
                        .setPartitions(List.of(new OffsetForLeaderPartition()
                                .setPartition(partition.partition())
                                .setLeaderEpoch(epoch)));
                var request = OffsetsForLeaderEpochRequest.Builder.forConsumer(new OffsetForLeaderTopicCollection(
                                List.of(topic).iterator()))
                        .build(EPOCHS_VERSION);
                OffsetsForLeaderEpochResponse response = connection.ask(request);
                StreamSupport.stream(response.data().topics().spliterator(), false)
                        .flatMap(found -> found.partitions().stream())
                        .forEach(end -> ends.add("epoch %d ends at %d".formatted(end.leaderEpoch(), end.endOffset())));
            }
            return ends;
        }
    }

    private static List<String> offsets(Admin admin, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        var offsets = new ArrayList<String>();
        for (OffsetSpec spec : List.of(OffsetSpec.earliest(), OffsetSpec.latest(), OffsetSpec.maxTimestamp())) {
            var found = admin.listOffsets(Map.of(partition, spec))
                    .partitionResult(partition)
                    .get();
            offsets.add(spec.getClass().getSimpleName() + " " + found.offset() + " at " + found.timestamp());
        }
        return offsets;
    }
}
