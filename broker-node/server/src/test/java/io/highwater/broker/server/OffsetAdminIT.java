package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Places in a log, and how far groups are: found, set and removed.
class OffsetAdminIT {
    private static final TopicPartition TIMED = new TopicPartition("timed", 0);

    @TempDir
    static Path directory;

    private static RunningBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() throws ExecutionException, InterruptedException {
        broker = new RunningBroker(directory);
        admin = broker.admin();
        admin.createTopics(List.of(
                        new NewTopic("timed", 1, (short) 1),
                        new NewTopic("compacted", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();
        try (var producer = broker.producer(Map.of("linger.ms", 0))) {
            for (int number = 0; number < 10; number++) {
                producer.send(new ProducerRecord<>("timed", 0, 1_000_000L + number * 1_000, "k", "v"))
                        .get();
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void everySpecialPlaceIsFound() throws Exception {
        assertThat(offset(OffsetSpec.latest())).isEqualTo(10);
        assertThat(offset(OffsetSpec.earliest())).isEqualTo(offset(OffsetSpec.earliestLocal()));
        assertThat(offset(OffsetSpec.maxTimestamp())).isEqualTo(9);
        assertThat(offset(OffsetSpec.latestTiered())).isEqualTo(-1);
        assertThat(offset(OffsetSpec.earliestPendingUpload())).isEqualTo(-1);
        assertThat(offset(OffsetSpec.forTimestamp(1_003_500))).isEqualTo(4);
        assertThat(offset(OffsetSpec.forTimestamp(9_999_999))).isEqualTo(-1);
    }

    @Test
    void recordsAreDeletedWithinLimits() throws Exception {
        admin.deleteRecords(Map.of(TIMED, RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        assertThat(offset(OffsetSpec.earliest())).isEqualTo(2);
        assertThatThrownBy(() -> delete(TIMED, 11)).hasCauseInstanceOf(OffsetOutOfRangeException.class);
        assertThatThrownBy(() -> delete(TIMED, -7)).hasCauseInstanceOf(OffsetOutOfRangeException.class);
        assertThatThrownBy(() -> delete(new TopicPartition("compacted", 0), 0))
                .hasCauseInstanceOf(PolicyViolationException.class);
    }

    private static void delete(TopicPartition partition, long before) throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    @Test
    void committedOffsetsAreSetReadAndRemoved() throws Exception {
        admin.alterConsumerGroupOffsets("movers", Map.of(TIMED, new OffsetAndMetadata(5, "by hand")))
                .all()
                .get();

        var offsets = admin.listConsumerGroupOffsets("movers")
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(offsets.get(TIMED).offset()).isEqualTo(5);
        assertThat(offsets.get(TIMED).metadata()).isEqualTo("by hand");

        var unknown = new TopicPartition("timed", 7);
        var removed = admin.deleteConsumerGroupOffsets("movers", Set.of(TIMED, unknown));
        removed.partitionResult(TIMED).get();
        assertThatThrownBy(() -> removed.partitionResult(unknown).get())
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(admin.listConsumerGroupOffsets("movers")
                        .partitionsToOffsetAndMetadata()
                        .get())
                .isEmpty();
        assertThatThrownBy(() -> admin.deleteConsumerGroupOffsets("nobody", Set.of(TIMED))
                        .all()
                        .get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class);
    }

    @Test
    void offsetsOfATopicThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> admin.alterConsumerGroupOffsets(
                                "movers", Map.of(new TopicPartition("nobody", 0), new OffsetAndMetadata(1)))
                        .all()
                        .get())
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    private static long offset(OffsetSpec spec) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(TIMED, spec))
                .partitionResult(TIMED)
                .get()
                .offset();
    }
}
