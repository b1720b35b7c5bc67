package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReassignmentsTest {
    private final Cluster cluster = new Cluster(3);

    @Test
    void theSameReplicasAreFineAndChangeNothing() {
        cluster.create(topic("orders", 1, 2));
        var before = cluster.log.size();

        assertThat(error("orders", 0, replicas(), false)).isEqualTo(ErrorCode.NONE);

        assertThat(cluster.log).hasSize(before);
    }

    @Test
    void theOrderOfReplicasChangesAtOnceAndTheirDirectoriesGoAlong() {
        cluster.create(topic("orders", 1, 2));
        var turned = new ArrayList<>(replicas());
        Collections.reverse(turned);
        var directories = new ArrayList<>(partition().directories());
        Collections.reverse(directories);

        assertThat(error("orders", 0, turned, false)).isEqualTo(ErrorCode.NONE);

        assertThat(replicas()).isEqualTo(turned);
        assertThat(partition().directories()).isEqualTo(directories);
    }

    @Test
    void nothingCanBeMovedToAnotherBroker() {
        cluster.create(topic("orders", 1, 1));
        var other = replicas().getFirst() % 3 + 1;

        var result = reassign("orders", 0, List.of(other), false);

        assertThat(result.errorCode()).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT.code());
        assertThat(result.errorMessage()).contains("does not replicate");
    }

    @Test
    void theReplicationFactorMayOnlyChangeWhereTheRequestAllowsIt() {
        cluster.create(topic("orders", 1, 1));

        assertThat(error("orders", 0, List.of(1, 2), false)).isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
        assertThat(error("orders", 0, List.of(1, 2), true)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
    }

    @Test
    void nonsenseIsRefusedByItsName() {
        cluster.create(topic("orders", 1, 1));

        assertThat(error("nobody", 0, List.of(1), false)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(error("orders", 7, List.of(1), false)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(error("orders", 0, List.of(), false)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error("orders", 0, List.of(9), false)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error("orders", 0, List.of(1, 1), true)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error("orders", 0, null, false)).isEqualTo(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
    }

    private PartitionImage partition() {
        return cluster.topic("orders").partitions().getFirst();
    }

    private List<Integer> replicas() {
        return partition().replicas();
    }

    private ErrorCode error(String topic, int partition, @Nullable List<Integer> replicas, boolean allowFactor) {
        return ErrorCode.of(reassign(topic, partition, replicas, allowFactor).errorCode());
    }

    private ReassignablePartitionResponse reassign(
            String topic, int partition, @Nullable List<Integer> replicas, boolean allowFactor) {
        var wanted = new ReassignableTopic().name(topic);
        wanted.partitions()
                .add(new ReassignablePartition().partitionIndex(partition).replicas(replicas));
        var request = new AlterPartitionReassignmentsRequest().allowReplicationFactorChange(allowFactor);
        request.topics().add(wanted);
        return cluster.commit(cluster.controller.alterPartitionReassignments(cluster.image, request))
                .responses()
                .getFirst()
                .partitions()
                .getFirst();
    }
}
