package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Topics are made, grown, described and deleted; whatever is asked wrongly is refused by its name.
class TopicAdminIT {
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
    void replicasCanBeChosenByHand() throws Exception {
        create(new NewTopic("assigned", Map.of(0, List.of(1), 1, List.of(1))));

        assertThat(describe("assigned").partitions()).hasSize(2);
        assertRefused(
                InvalidReplicaAssignmentException.class, new NewTopic("elsewhere", Map.of(0, List.of(7))), "broker 7");
        assertRefused(
                InvalidReplicaAssignmentException.class, new NewTopic("gappy", Map.of(1, List.of(1))), "without gaps");
        assertRefused(
                InvalidReplicaAssignmentException.class,
                new NewTopic("doubled", Map.of(0, List.of(1, 1))),
                "more than once");
    }

    @Test
    void validatingMakesNothingButSaysWhatWouldBe() throws Exception {
        var result = admin.createTopics(
                List.of(new NewTopic("imagined", 3, (short) 1).configs(Map.of("retention.ms", "1000"))),
                new CreateTopicsOptions().validateOnly(true));

        assertThat(result.numPartitions("imagined").get()).isEqualTo(3);
        assertThat(result.config("imagined").get().get("retention.ms").value()).isEqualTo("1000");
        assertThat(admin.listTopics().names().get()).doesNotContain("imagined");
        assertThatThrownBy(() -> admin.createTopics(
                                List.of(new NewTopic("imagined", -5, (short) 1)),
                                new CreateTopicsOptions().validateOnly(true))
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidPartitionsException.class);
    }

    @Test
    void impossibleTopicsAreRefusedByTheirNames() throws Exception {
        create(new NewTopic("with.dot", 1, (short) 1));

        assertRefused(TopicExistsException.class, new NewTopic("with.dot", 1, (short) 1), "with.dot");
        assertRefused(InvalidTopicException.class, new NewTopic("with_dot", 1, (short) 1), "with.dot");
        assertRefused(InvalidTopicException.class, new NewTopic("no/slash", 1, (short) 1), "no/slash");
        assertRefused(InvalidTopicException.class, new NewTopic("x".repeat(250), 1, (short) 1), "249");
        assertRefused(InvalidTopicException.class, new NewTopic("..", 1, (short) 1), "'..'");
        assertRefused(InvalidPartitionsException.class, new NewTopic("none", 0, (short) 1), "0");
        assertRefused(InvalidReplicationFactorException.class, new NewTopic("many", 1, (short) 2), "1 broker(s)");
        assertRefused(PolicyViolationException.class, new NewTopic("huge", 10_001, (short) 1), "10000");
    }

    @Test
    void topicsOnlyGrow() throws Exception {
        create(new NewTopic("growing", 2, (short) 1));

        grow("growing", NewPartitions.increaseTo(4), false);
        assertThat(describe("growing").partitions()).hasSize(4);
        grow("growing", NewPartitions.increaseTo(9), true);
        assertThat(describe("growing").partitions()).hasSize(4);

        assertGrowthRefused(InvalidPartitionsException.class, "growing", NewPartitions.increaseTo(4), "already has 4");
        assertGrowthRefused(InvalidPartitionsException.class, "growing", NewPartitions.increaseTo(3), "only be added");
        assertGrowthRefused(InvalidPartitionsException.class, "growing", NewPartitions.increaseTo(-1), "-1");
        assertGrowthRefused(UnknownTopicOrPartitionException.class, "nobody", NewPartitions.increaseTo(3), "nobody");
        assertGrowthRefused(
                InvalidReplicaAssignmentException.class,
                "growing",
                NewPartitions.increaseTo(6, List.of(List.of(1))),
                "2 partition(s)");
        assertGrowthRefused(PolicyViolationException.class, "growing", NewPartitions.increaseTo(20_000), "10000");
    }

    @Test
    void topicsAreDeletedByNameAndById() throws Exception {
        create(new NewTopic("by-name", 1, (short) 1));
        create(new NewTopic("by-id", 1, (short) 1));
        Uuid id = describe("by-id").topicId();

        admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
        admin.deleteTopics(List.of("by-name")).all().get();

        assertThat(admin.listTopics().names().get()).doesNotContain("by-name", "by-id");
        assertThatThrownBy(() -> admin.deleteTopics(List.of("by-name")).all().get())
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id)))
                        .all()
                        .get())
                .hasCauseInstanceOf(UnknownTopicIdException.class);
    }

    @Test
    void aRequestIsCarriedOutForThoseThatAreFine() throws Exception {
        var result = admin.createTopics(List.of(new NewTopic("fine", 1, (short) 1), new NewTopic("b@d", 1, (short) 1)));

        assertThatThrownBy(() -> result.values().get("b@d").get()).hasCauseInstanceOf(InvalidTopicException.class);
        result.values().get("fine").get();
        assertThat(admin.listTopics().names().get()).contains("fine").doesNotContain("b@d");
    }

    @Test
    void manyPartitionsComePageByPage(@TempDir Path own) throws Exception {
        try (var small = new RunningBroker(own, Map.of("max.request.partition.size.limit", "4"));
                var client = small.admin()) {
            client.createTopics(List.of(
                            new NewTopic("a", 5, (short) 1),
                            new NewTopic("b", 3, (short) 1),
                            new NewTopic("c", 1, (short) 1)))
                    .all()
                    .get();

            var topics = client.describeTopics(
                            List.of("a", "b", "c"), new DescribeTopicsOptions().partitionSizeLimitPerResponse(2))
                    .allTopicNames()
                    .get();

            assertThat(topics.get("a").partitions())
                    .extracting(partition -> partition.partition())
                    .containsExactlyElementsOf(IntStream.range(0, 5).boxed().toList());
            assertThat(topics.get("b").partitions()).hasSize(3);
            assertThat(topics.get("c").partitions().getFirst().elr()).isEmpty();
        }
    }

    @Test
    void topicsAreFoundByTheirIds() throws Exception {
        create(new NewTopic("identified", 1, (short) 1));
        Uuid id = describe("identified").topicId();

        var found = admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                .allTopicIds()
                .get();

        assertThat(found.get(id).name()).isEqualTo("identified");
        assertThatThrownBy(() -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(Uuid.randomUuid())))
                        .allTopicIds()
                        .get())
                .hasCauseInstanceOf(UnknownTopicIdException.class);
    }

    @Test
    void theTopicOfOffsetsIsCompactedAndNothingElse() throws Exception {
        try (var consumer = broker.consumer(Map.of("group.id", "first"))) {
            consumer.committed(Set.of(new TopicPartition("any", 0)));
        }
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "__consumer_offsets");

        var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);

        assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
        assertThat(describe("__consumer_offsets").isInternal()).isTrue();
    }

    private static void create(NewTopic topic) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(topic)).all().get();
    }

    private static TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    private static void grow(String topic, NewPartitions partitions, boolean validateOnly)
            throws ExecutionException, InterruptedException {
        admin.createPartitions(Map.of(topic, partitions), new CreatePartitionsOptions().validateOnly(validateOnly))
                .all()
                .get();
    }

    private static void assertRefused(Class<? extends Exception> error, NewTopic topic, String message) {
        assertThatThrownBy(() -> create(topic)).cause().isInstanceOf(error).hasMessageContaining(message);
    }

    private static void assertGrowthRefused(
            Class<? extends Exception> error, String topic, NewPartitions partitions, String message) {
        assertThatThrownBy(() -> grow(topic, partitions, false))
                .cause()
                .isInstanceOf(error)
                .hasMessageContaining(message);
    }
}
