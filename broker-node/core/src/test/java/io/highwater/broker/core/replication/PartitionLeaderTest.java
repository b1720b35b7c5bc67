package io.highwater.broker.core.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.core.replication.ReplicationEffect.HighWatermark;
import io.highwater.broker.core.replication.ReplicationEffect.Reject;
import io.highwater.broker.core.replication.ReplicationEvent.Appended;
import io.highwater.broker.core.replication.ReplicationEvent.Durable;
import io.highwater.broker.core.replication.ReplicationEvent.Fetched;
import io.highwater.broker.core.replication.ReplicationEvent.InSyncReplicas;
import io.highwater.broker.protocol.ErrorCode;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionLeaderTest {
    private static final short ALL = -1;
    private static final short LEADER = 1;
    private static final short NONE = 0;

    private final PartitionLeader leader = new PartitionLeader(0, 5, Set.of(0, 1, 2), 2, 0, 0);
    private final PartitionLeader alone = new PartitionLeader(0, 5, Set.of(0), 1, 0, 0);

    @Test
    void aloneTheHighWatermarkFollowsTheDisk() {
        assertThat(alone.on(new Appended(10))).isEmpty();

        assertThat(alone.on(new Durable(7))).containsExactly(new HighWatermark(7));
        assertThat(alone.on(new Durable(10))).containsExactly(new HighWatermark(10));
    }

    @Test
    void highWatermarkWaitsForTheSlowestInSyncReplica() {
        leader.on(new Appended(10));
        leader.on(new Durable(10));
        leader.on(new Fetched(1, 5, 10));

        var effects = leader.on(new Fetched(2, 5, 4));

        assertThat(effects).containsExactly(new HighWatermark(4));
    }

    @Test
    void highWatermarkAlsoWaitsForOurOwnDisk() {
        leader.on(new Appended(10));
        leader.on(new Fetched(1, 5, 10));

        assertThat(leader.on(new Fetched(2, 5, 10))).isEmpty();
        assertThat(leader.on(new Durable(10))).containsExactly(new HighWatermark(10));
    }

    @Test
    void flushesThatReportOutOfOrderTakeNothingBack() {
        alone.on(new Appended(10));
        alone.on(new Durable(10));

        assertThat(alone.on(new Durable(5))).isEmpty();
        assertThat(alone.durableOffset()).isEqualTo(10);
    }

    @Test
    void followersOfAnotherEpochAreRejected() {
        assertThat(leader.on(new Fetched(1, 4, 0))).containsExactly(new Reject(1, ErrorCode.FENCED_LEADER_EPOCH));
        assertThat(leader.on(new Fetched(1, 6, 0))).containsExactly(new Reject(1, ErrorCode.UNKNOWN_LEADER_EPOCH));
    }

    @Test
    void followerThatClaimsMoreThanWeHaveIsRejected() {
        assertThat(leader.on(new Fetched(1, 5, 1))).containsExactly(new Reject(1, ErrorCode.OFFSET_OUT_OF_RANGE));
    }

    @Test
    void followerThatLostItsTailCountsForLess() {
        leader.on(new Appended(10));
        leader.on(new Fetched(1, 5, 10));
        leader.on(new Fetched(1, 5, 3));
        leader.on(new Durable(10));

        assertThat(leader.on(new Fetched(2, 5, 10))).containsExactly(new HighWatermark(3));
    }

    @Test
    void replicaThatFallsOutNoLongerHoldsUp() {
        leader.on(new Appended(10));
        leader.on(new Durable(10));
        leader.on(new Fetched(1, 5, 10));

        assertThat(leader.on(new InSyncReplicas(5, Set.of(0, 1)))).containsExactly(new HighWatermark(10));
    }

    @Test
    void highWatermarkStandsStillBelowTheMinimumOfInSyncReplicas() {
        leader.on(new Appended(10));
        leader.on(new Durable(10));

        assertThat(leader.on(new InSyncReplicas(5, Set.of(0)))).isEmpty();
        assertThat(leader.checkProduce(ALL)).isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS);
        assertThat(leader.checkProduce(LEADER)).isEqualTo(ErrorCode.NONE);
        assertThat(leader.outcome(ALL, 10)).contains(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
    }

    @Test
    void decisionsAboutAnotherLeadershipAreIgnored() {
        assertThat(leader.on(new InSyncReplicas(4, Set.of(0)))).isEmpty();
        assertThat(leader.inSyncReplicas()).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void acksSayWhatAProducerWaitsFor() {
        leader.on(new Appended(10));
        assertThat(leader.outcome(NONE, 10)).contains(ErrorCode.NONE);
        assertThat(leader.outcome(LEADER, 10)).isEmpty();
        assertThat(leader.outcome(ALL, 10)).isEmpty();

        leader.on(new Durable(10));
        assertThat(leader.outcome(LEADER, 10)).contains(ErrorCode.NONE);
        assertThat(leader.outcome(ALL, 10)).isEmpty();

        leader.on(new Fetched(1, 5, 10));
        leader.on(new Fetched(2, 5, 10));
        assertThat(leader.outcome(ALL, 10)).contains(ErrorCode.NONE);
    }

    @Test
    void impossibleThingsStopThePartition() {
        alone.on(new Appended(10));

        assertThatThrownBy(() -> alone.on(new Appended(9))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> alone.on(new Durable(11))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> alone.on(new InSyncReplicas(5, Set.of(1)))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> new PartitionLeader(0, 5, Set.of(1), 1, 0, 0)).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> new PartitionLeader(0, 5, Set.of(0), 1, 5, 4)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void whateverTheOrderTheHighWatermarkOnlyGrowsAndNeverPassesAnInSyncReplica() {
        for (var seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var partition = new PartitionLeader(0, 1, Set.of(0, 1, 2), 1, 0, 0);
            long end = 0;
            var reached = new long[3];
            for (var step = 0; step < 200; step++) {
                var before = partition.highWatermark();
                switch (random.nextInt(3)) {
                    case 0 -> partition.on(new Appended(end += random.nextInt(5)));
                    case 1 -> {
                        var durable = random.nextLong(end + 1);
                        reached[0] = Math.max(reached[0], durable);
                        partition.on(new Durable(durable));
                    }
                    default -> {
                        var replica = 1 + random.nextInt(2);
                        reached[replica] = Math.max(reached[replica], random.nextLong(end + 1));
                        partition.on(new Fetched(replica, 1, reached[replica]));
                    }
                }
                assertThat(partition.highWatermark()).as("seed %d", seed).isGreaterThanOrEqualTo(before);
                for (var offset : reached) {
                    assertThat(partition.highWatermark()).as("seed %d", seed).isLessThanOrEqualTo(offset);
                }
            }
        }
    }
}
