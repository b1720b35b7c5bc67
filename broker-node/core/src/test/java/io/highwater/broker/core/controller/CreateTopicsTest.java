package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.request;
import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.highwater.broker.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTopicsTest {
    private final Cluster cluster = new Cluster(3);

    @Test
    void topicGetsItsPartitionsOnDifferentBrokers() {
        var result = cluster.create(topic("orders", 6, 2));

        assertThat(cluster.error(result)).isEqualTo(ErrorCode.NONE);
        assertThat(result.numPartitions()).isEqualTo(6);
        assertThat(result.replicationFactor()).isEqualTo((short) 2);
        var topic = cluster.topic("orders");
        assertThat(topic.id()).isEqualTo(result.topicId());
        assertThat(topic.partitions()).hasSize(6).allSatisfy(partition -> {
            assertThat(new HashSet<>(partition.replicas())).hasSize(2);
            assertThat(partition.leader()).isEqualTo(partition.replicas().getFirst());
            assertThat(partition.isr()).isEqualTo(partition.replicas());
            assertThat(partition.leaderEpoch()).isZero();
        });
        assertThat(topic.partitions().stream()
                        .collect(Collectors.groupingBy(PartitionImage::leader, Collectors.counting())))
                .isEqualTo(Map.of(1, 2L, 2, 2L, 3, 2L));
    }

    @Test
    void whatIsLeftOpenIsTheDefault() {
        var settings = new ControllerSettings(4, (short) 3, true, Map.of());

        var result = new Cluster(3, settings).create(topic("orders", -1, -1));

        assertThat(result.numPartitions()).isEqualTo(4);
        assertThat(result.replicationFactor()).isEqualTo((short) 3);
    }

    @Test
    void whatIsSaidAboutAHugeValueFitsIntoAnAnswer() {
        var result = cluster.create(topic("orders", Map.of("retention.ms", "x".repeat(32_000))));

        assertThat(cluster.error(result)).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(result.errorMessage()).startsWith("Invalid value 'xxx").hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void existingTopicIsRefused() {
        cluster.create(topic("orders", 1, 1));

        assertThat(cluster.error(cluster.create(topic("orders", 1, 1)))).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä"})
    void impossibleNamesAreRefused(String name) {
        var result = cluster.create(topic(name, 1, 1));

        assertThat(cluster.error(result)).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
        assertThat(result.errorMessage()).isNotBlank();
    }

    @Test
    void namesMayHave249Characters() {
        assertThat(cluster.error(cluster.create(topic("a".repeat(249), 1, 1)))).isEqualTo(ErrorCode.NONE);
        assertThat(cluster.error(cluster.create(topic("a".repeat(250), 1, 1))))
                .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void namesThatDifferOnlyInDotAndUnderscoreCollide() {
        cluster.create(topic("a.b", 1, 1));

        assertThat(cluster.create(topic("a_b", 1, 1)).errorMessage())
                .contains("collides")
                .contains("a.b");
    }

    @Test
    void topicsOfOneRequestCollideToo() {
        var response = cluster.commit(cluster.controller.createTopics(
                cluster.image, request(topic("a.b", 1, 1), topic("a_b", 1, 1)), (short) 7));

        assertThat(response.topics().get(0).errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(response.topics().get(1).errorCode()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void aTopicThatIsNamedTwiceIsRefusedOnce() {
        var response = cluster.commit(
                cluster.controller.createTopics(cluster.image, request(topic("a", 1, 1), topic("a", 2, 1)), (short) 7));

        assertThat(response.topics()).hasSize(1);
        assertThat(response.topics().getFirst().errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(cluster.image.topics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2})
    void impossiblePartitionCountsAreRefused(int partitions) {
        assertThat(cluster.error(cluster.create(topic("orders", partitions, 1))))
                .isEqualTo(ErrorCode.INVALID_PARTITIONS);
    }

    @Test
    void theLogOfTheClusterIsNoTopic() {
        assertThat(cluster.error(cluster.create(topic("__cluster_metadata", 1, 1))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aRequestForTooManyPartitionsIsRefusedAsAWhole() {
        var response = cluster.commit(cluster.controller.createTopics(
                cluster.image, request(topic("a", 6_000, 1), topic("b", 4_001, 1)), (short) 7));

        assertThat(response.topics()).hasSize(2).allSatisfy(topic -> {
            assertThat(topic.errorCode()).isEqualTo(ErrorCode.POLICY_VIOLATION.code());
            assertThat(topic.errorMessage()).contains("10001", "10000", "Nothing was created");
        });
        assertThat(cluster.image.topics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, 4})
    void impossibleReplicationFactorsAreRefused(int replicationFactor) {
        assertThat(cluster.error(cluster.create(topic("orders", 1, replicationFactor))))
                .isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
    }

    @Test
    void withoutARunningBrokerNothingCanBePlaced() {
        var fenced = new Cluster(0);
        fenced.register(1);

        assertThat(fenced.error(fenced.create(topic("orders", 1, 1)))).isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
    }

    @Test
    void fencedBrokerHoldsAReplicaButIsNotInSync() {
        cluster.register(3);

        cluster.create(topic("orders", 1, 3));

        var partition = cluster.topic("orders").partitions().getFirst();
        assertThat(partition.replicas()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(partition.replicas().getLast()).isEqualTo(3);
        assertThat(partition.isr()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void replicasCanBeChosenByHand() {
        var result = cluster.create(manual(List.of(2, 1), List.of(3, 2)));

        assertThat(cluster.error(result)).isEqualTo(ErrorCode.NONE);
        assertThat(cluster.topic("orders").partitions())
                .extracting(PartitionImage::replicas)
                .containsExactly(List.of(2, 1), List.of(3, 2));
    }

    @Test
    void handMadeAssignmentsMustBePossible() {
        assertThat(cluster.error(cluster.create(manual(List.of(4))))).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(cluster.error(cluster.create(manual(List.of(1, 1)))))
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(cluster.error(cluster.create(manual(List.<Integer>of()))))
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(cluster.error(cluster.create(manual(List.of(1), List.of(1, 2)))))
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(cluster.error(cluster.create(manual(List.of(1)).numPartitions(1))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        var gap = manual(List.of(1), List.of(1));
        gap.assignments().getLast().partitionIndex(2);
        assertThat(cluster.error(cluster.create(gap))).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        gap.assignments().getLast().partitionIndex(0);
        assertThat(cluster.error(cluster.create(gap))).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
    }

    @SafeVarargs
    private static CreatableTopic manual(List<Integer>... replicas) {
        var topic = topic("orders", -1, -1);
        for (var partition = 0; partition < replicas.length; partition++) {
            topic.assignments()
                    .add(new CreatableReplicaAssignment()
                            .partitionIndex(partition)
                            .brokerIds(replicas[partition]));
        }
        return topic;
    }

    @Test
    void configurationIsStoredAndToldWithItsSource() {
        var result = cluster.create(topic("orders", Map.of("cleanup.policy", "compact")));

        assertThat(cluster.image.config(ConfigResource.topic("orders"))).isEqualTo(Map.of("cleanup.policy", "compact"));
        assertThat(result.configs())
                .contains(
                        new CreatableTopicConfigs()
                                .name("cleanup.policy")
                                .value("compact")
                                .configSource((byte) 1),
                        new CreatableTopicConfigs()
                                .name("segment.bytes")
                                .value("1073741824")
                                .configSource((byte) 5));
    }

    @Test
    void configurationMustMakeSense() {
        assertThat(cluster.create(topic("orders", Map.of("retention.ms", "soon")))
                        .errorMessage())
                .contains("retention.ms")
                .contains("soon")
                .contains("whole number");
        assertThat(cluster.error(cluster.create(topic("orders", Map.of("no.such.key", "1")))))
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(cluster.error(cluster.create(topic("orders", Map.of("remote.storage.enable", "true")))))
                .isEqualTo(ErrorCode.INVALID_CONFIG);
    }

    @Test
    void validatingDecidesButChangesNothing() {
        var decision = cluster.controller.createTopics(
                cluster.image, request(topic("orders", 2, 1)).validateOnly(true), (short) 7);

        assertThat(decision.records()).isEmpty();
        assertThat(decision.response().topics().getFirst().errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void useOfAnUnknownTopicCreatesItWithDefaults() {
        cluster.create(topic("known", 1, 1));

        var errors = cluster.commit(
                cluster.controller.autoCreateTopics(cluster.image, List.of("known", "new", "not valid")));

        assertThat(errors)
                .isEqualTo(Map.of(
                        "known",
                        ErrorCode.NONE,
                        "new",
                        ErrorCode.NONE,
                        "not valid",
                        ErrorCode.INVALID_TOPIC_EXCEPTION));
        assertThat(cluster.topic("new").partitions()).hasSize(1);
    }
}
