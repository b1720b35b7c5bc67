package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.ElectLeadersRequest;
import io.highwater.broker.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.highwater.broker.protocol.message.ElectLeadersResponse;
import io.highwater.broker.protocol.metadata.FenceBrokerRecord;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderElectionsTest {
    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private final Cluster cluster = new Cluster(3);

    @Test
    void theLeaderThatIsPreferredStays() {
        cluster.create(topic("orders", 1, 3));

        assertThat(elect(PREFERRED, "orders", 0)).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
        assertThat(elect(UNCLEAN, "orders", 0)).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
    }

    @Test
    void thePreferredReplicaLeadsAgain() {
        cluster.create(topic("orders", 1, 3));
        var preferred = partition().replicas().getFirst();
        lead(partition().replicas().get(1));
        var epoch = partition().leaderEpoch();

        assertThat(elect(PREFERRED, "orders", 0)).isEqualTo(ErrorCode.NONE);

        assertThat(partition().leader()).isEqualTo(preferred);
        assertThat(partition().leaderEpoch()).isEqualTo(epoch + 1);
    }

    @Test
    void aFencedReplicaIsNotElected() {
        cluster.create(topic("orders", 1, 3));
        int preferred = partition().replicas().getFirst();
        lead(partition().replicas().get(1));
        fence(preferred);

        assertThat(elect(PREFERRED, "orders", 0)).isEqualTo(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE);
    }

    @Test
    void anUncleanElectionLeavesOnlyTheNewLeaderInSync() {
        cluster.create(topic("orders", 1, 2));
        var first = partition().replicas().getFirst();
        var second = partition().replicas().get(1);
        change(new PartitionChangeRecord().isr(List.of(first)).leader(PartitionImage.NO_LEADER));
        fence(first);

        assertThat(elect(UNCLEAN, "orders", 0)).isEqualTo(ErrorCode.NONE);

        assertThat(partition().leader()).isEqualTo(second);
        assertThat(partition().isr()).containsExactly(second);
    }

    @Test
    void nobodyIsElectedWhenNobodyRuns() {
        cluster.create(topic("orders", 1, 1));
        change(new PartitionChangeRecord().leader(PartitionImage.NO_LEADER));
        fence(partition().replicas().getFirst());

        assertThat(elect(UNCLEAN, "orders", 0)).isEqualTo(ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE);
    }

    @Test
    void whoAsksForAllHearsOnlyOfWhatThereWasToDo() {
        cluster.create(topic("orders", 3, 1));
        var request = new ElectLeadersRequest().electionType(PREFERRED).topicPartitions(null);

        var response = cluster.commit(cluster.controller.electLeaders(cluster.image, request));

        assertThat(response.replicaElectionResults())
                .singleElement()
                .satisfies(result -> assertThat(result.partitionResult()).isEmpty());
    }

    @Test
    void whatDoesNotExistIsNamed() {
        cluster.create(topic("orders", 1, 1));

        assertThat(elect(PREFERRED, "nobody", 0)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(elect(PREFERRED, "orders", 1)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(elect(PREFERRED, "orders", -1)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(response((byte) 2, "orders", 0).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    private PartitionImage partition() {
        return cluster.topic("orders").partitions().getFirst();
    }

    private void lead(int broker) {
        change(new PartitionChangeRecord().leader(broker));
    }

    private void change(PartitionChangeRecord change) {
        cluster.commit(List.of(
                new MetadataRecord(change.topicId(cluster.topic("orders").id()).partitionId(0), (short) 1)));
    }

    private void fence(int broker) {
        cluster.commit(List.of(new MetadataRecord(new FenceBrokerRecord().id(broker), (short) 0)));
    }

    private ErrorCode elect(byte type, String topic, int partition) {
        var result = response(type, topic, partition)
                .replicaElectionResults()
                .getFirst()
                .partitionResult()
                .getFirst();
        return ErrorCode.of(result.errorCode());
    }

    private ElectLeadersResponse response(byte type, String topic, int partition) {
        var request = new ElectLeadersRequest().electionType(type);
        request.topicPartitions(
                new ArrayList<>(List.of(new TopicPartitions().topic(topic).partitions(List.of(partition)))));
        return cluster.commit(cluster.controller.electLeaders(cluster.image, request));
    }
}
