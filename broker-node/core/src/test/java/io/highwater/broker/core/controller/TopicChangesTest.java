package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.CreatePartitionsRequest;
import io.highwater.broker.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.highwater.broker.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.highwater.broker.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.highwater.broker.protocol.message.DeleteTopicsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.highwater.broker.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicChangesTest {
    private final Cluster cluster = new Cluster(3);

    // ---- deleting

    @Test
    void topicIsDeletedByNameWithItsConfiguration() {
        cluster.create(topic("orders", Map.of("cleanup.policy", "compact")));
        var request = new DeleteTopicsRequest().topicNames(new ArrayList<>(List.of("orders", "nobody")));

        var response = cluster.commit(cluster.controller.deleteTopics(cluster.image, request, (short) 5));

        assertThat(response.responses().get(0).errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(response.responses().get(1).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(cluster.image.topic("orders")).isEmpty();
        assertThat(cluster.image.configs()).isEmpty();
    }

    @Test
    void topicIsDeletedByItsId() {
        cluster.create(topic("orders", 1, 1));

        var result =
                delete(new DeleteTopicState().topicId(cluster.topic("orders").id()));

        assertThat(result.errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(result.name()).isEqualTo("orders");
        assertThat(cluster.image.topics()).isEmpty();
    }

    @Test
    void topicMustBeNamedInOneWay() {
        cluster.create(topic("orders", 1, 1));
        var id = cluster.topic("orders").id();

        assertThat(delete(new DeleteTopicState().name("orders").topicId(id)).errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(delete(new DeleteTopicState()).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(delete(new DeleteTopicState().topicId(new Uuid(1, 1))).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void aTopicThatIsNamedTwiceIsNotDeleted() {
        cluster.create(topic("orders", 1, 1));
        var request = new DeleteTopicsRequest()
                .topics(new ArrayList<>(List.of(
                        new DeleteTopicState().name("orders"),
                        new DeleteTopicState().topicId(cluster.topic("orders").id()))));

        var response = cluster.commit(cluster.controller.deleteTopics(cluster.image, request, (short) 6));

        assertThat(response.responses())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code()));
        assertThat(cluster.image.topics()).hasSize(1);
    }

    @Test
    void deletionCanBeForbidden() {
        var strict = new Cluster(1, new ControllerSettings(1, (short) 1, false, Map.of()));
        strict.create(topic("orders", 1, 1));
        var request = new DeleteTopicsRequest().topicNames(new ArrayList<>(List.of("orders")));

        var result = strict.controller
                .deleteTopics(strict.image, request, (short) 5)
                .response()
                .responses()
                .getFirst();

        assertThat(result.errorCode()).isEqualTo(ErrorCode.TOPIC_DELETION_DISABLED.code());
        assertThat(result.errorMessage()).contains("delete.topic.enable");
    }

    private DeletableTopicResult delete(DeleteTopicState topic) {
        var request = new DeleteTopicsRequest().topics(new ArrayList<>(List.of(topic)));
        return cluster.commit(cluster.controller.deleteTopics(cluster.image, request, (short) 6))
                .responses()
                .getFirst();
    }

    // ---- growing

    @Test
    void topicCanGrowAndKeepsItsReplicationFactor() {
        cluster.create(topic("orders", 1, 2));

        assertThat(grow("orders", 4).errorCode()).isEqualTo(ErrorCode.NONE.code());

        assertThat(cluster.topic("orders").partitions())
                .hasSize(4)
                .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(2));
    }

    @Test
    void topicCannotShrinkOrStay() {
        cluster.create(topic("orders", 3, 1));

        assertThat(grow("orders", 3).errorMessage()).isEqualTo("Topic already has 3 partition(s).");
        assertThat(grow("orders", 2).errorMessage())
                .startsWith("The topic orders currently has 3 partition(s); 2 would not be an increase.");
        assertThat(grow("orders", 2).errorCode()).isEqualTo(ErrorCode.INVALID_PARTITIONS.code());
        assertThat(grow("orders", 10_004).errorCode()).isEqualTo(ErrorCode.POLICY_VIOLATION.code());
        assertThat(grow("nobody", 2).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void newPartitionsCanBePlacedByHand() {
        cluster.create(topic("orders", 1, 1));
        var wanted = new CreatePartitionsTopic().name("orders").count(2);
        wanted.assignments(new ArrayList<>(List.of(new CreatePartitionsAssignment().brokerIds(List.of(3)))));

        assertThat(grow(wanted).errorCode()).isEqualTo(ErrorCode.NONE.code());

        assertThat(cluster.topic("orders").partitions().get(1).leader()).isEqualTo(3);
        assertThat(grow(wanted.count(4)).errorCode()).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT.code());
        wanted.assignments(new ArrayList<>(List.of(new CreatePartitionsAssignment().brokerIds(List.of(1, 2)))));
        assertThat(grow(wanted.count(3)).errorCode()).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT.code());
    }

    @Test
    void validatingGrowthChangesNothing() {
        cluster.create(topic("orders", 1, 1));
        var request = new CreatePartitionsRequest().validateOnly(true);
        request.topics().add(new CreatePartitionsTopic().name("orders").count(2).assignments(null));

        assertThat(cluster.controller.createPartitions(cluster.image, request).records())
                .isEmpty();
    }

    private CreatePartitionsTopicResult grow(String name, int count) {
        return grow(new CreatePartitionsTopic().name(name).count(count).assignments(null));
    }

    private CreatePartitionsTopicResult grow(CreatePartitionsTopic topic) {
        var request = new CreatePartitionsRequest().topics(new ArrayList<>(List.of(topic)));
        return cluster.commit(cluster.controller.createPartitions(cluster.image, request))
                .results()
                .getFirst();
    }
}
