package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What administrators do, with the client that Kafka's tools are made of.
class AdminIT {
    @TempDir
    static Path directory;

    private static RunningBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(directory);
        admin = broker.admin();
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void aTopicThatIsDeletedAndCreatedAnewIsEmptyAndKeepsWhatItGets(@TempDir Path own)
            throws ExecutionException, InterruptedException {
        try (var another = new RunningBroker(own)) {
            try (var client = another.admin();
                    var producer = another.producer(Map.of())) {
                for (int round = 0; round < 5; round++) {
                    client.createTopics(List.of(new NewTopic("phoenix", 4, (short) 1)))
                            .all()
                            .get();
                    producer.send(new ProducerRecord<>("phoenix", 0, null, "round " + round))
                            .get();
                    // Both decisions are taken before the first of them is carried out.
                    var deleted = client.deleteTopics(List.of("phoenix")).all();
                    var created = client.createTopics(List.of(new NewTopic("phoenix", 4, (short) 1)))
                            .all();
                    deleted.get();
                    created.get();
                    assertThat(producer.send(new ProducerRecord<>("phoenix", 0, null, "kept"))
                                    .get()
                                    .offset())
                            .isZero();
                    if (round < 4) {
                        client.deleteTopics(List.of("phoenix")).all().get();
                    }
                }
            }
            another.restart();

            assertThat(ProducerConsumerIT.values(another.read(new TopicPartition("phoenix", 0), 1)))
                    .containsExactly("kept");
        }
    }

    @Test
    void everyValueThatIsAcceptedIsSurvivedByARestart(@TempDir Path own)
            throws ExecutionException, InterruptedException {
        try (var another = new RunningBroker(own)) {
            try (var client = another.admin()) {
                client.createTopics(List.of(new NewTopic("odd", 1, (short) 1)
                                .configs(Map.of("retention.bytes", "-5", "segment.index.bytes", "4"))))
                        .all()
                        .get();
            }

            another.restart();

            try (var producer = another.producer(Map.of())) {
                assertThat(producer.send(new ProducerRecord<>("odd", "value"))
                                .get()
                                .offset())
                        .isZero();
            }
        }
    }

    @Test
    void theClusterKnowsItsOnlyNode() throws ExecutionException, InterruptedException {
        var cluster = admin.describeCluster();

        assertThat(cluster.clusterId().get()).isEqualTo(broker.broker().clusterId());
        assertThat(cluster.nodes().get())
                .singleElement()
                .satisfies(node -> assertThat(node.port()).isEqualTo(broker.port()));
    }

    @Test
    void aTopicIsMadeGrownAndDeleted() throws ExecutionException, InterruptedException {
        create("grown", 2);
        assertThatThrownBy(() -> create("grown", 2)).hasCauseInstanceOf(TopicExistsException.class);

        admin.createPartitions(Map.of("grown", NewPartitions.increaseTo(5)))
                .all()
                .get();

        assertThat(describe("grown").partitions())
                .hasSize(5)
                .allSatisfy(partition -> assertThat(partition.leader()).isNotNull());
        admin.deleteTopics(List.of("grown")).all().get();
        assertThatThrownBy(() -> describe("grown")).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        create("grown", 1);
        assertThat(describe("grown").partitions()).hasSize(1);
    }

    private static org.apache.kafka.clients.admin.TopicDescription describe(String topic)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    @Test
    void settingsAreShownWithTheirSourceAndChanged() throws ExecutionException, InterruptedException {
        create("configured", 1);
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "configured");
        Collection<AlterConfigOp> change =
                List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET));

        admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();

        var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        assertThat(config.get("retention.ms").value()).isEqualTo("1000");
        assertThat(config.get("retention.ms").source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config.get("flush.mode").value()).isEqualTo("group-commit");
    }

    @Test
    void theNodeShowsItsOwnSettings() throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.BROKER, "1");

        var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);

        assertThat(config.get("listeners").value()).isEqualTo("PLAINTEXT://127.0.0.1:0");
        assertThat(config.get("num.partitions").isDefault()).isTrue();
    }

    @Test
    void deletedRecordsAreGone() throws ExecutionException, InterruptedException {
        create("trimmed", 1);
        var partition = new TopicPartition("trimmed", 0);
        try (var producer = broker.producer(Map.of("linger.ms", 0))) {
            for (int number = 0; number < 10; number++) {
                producer.send(new ProducerRecord<>("trimmed", "value " + number))
                        .get();
            }
        }

        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(7)))
                .all()
                .get();

        assertThat(offset(partition, OffsetSpec.earliest())).isEqualTo(7);
        assertThat(broker.read(partition, 3))
                .extracting(record -> record.offset())
                .first()
                .isEqualTo(7L);
    }

    @Test
    void readersPassFromSegmentToSegment() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic("rolled", 1, (short) 1)
                        .configs(Map.of("segment.bytes", "1048576", "retention.bytes", "-1"))))
                .all()
                .get();
        try (var producer = broker.producer(Map.of("linger.ms", 5))) {
            IntStream.range(0, 5_000)
                    .forEach(number -> producer.send(new ProducerRecord<>("rolled", "x".repeat(1_000))));
        }
        var partition = new TopicPartition("rolled", 0);
        var before = broker.read(partition, 5_000);
        assertThat(before).hasSize(5_000);
    }

    private static long offset(TopicPartition partition, OffsetSpec spec)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) -1)))
                .all()
                .get();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> admin.listTopics().names().get().contains(topic));
    }
}
