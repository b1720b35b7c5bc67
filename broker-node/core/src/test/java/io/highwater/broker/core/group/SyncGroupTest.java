package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.bytes;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncGroupTest {
    private final GroupHost host = new GroupHost();

    @Test
    void everybodyGetsTheirAssignmentOnceTheLeadersIsWritten() {
        var members = twoInNewGeneration();
        host.appendsComplete = false;

        var follower = host.sync(members.follower(), 2, Map.of());
        var leader =
                host.sync(members.leader(), 2, Map.of(members.leader(), bytes("a"), members.follower(), bytes("b")));
        assertThat(host.isAnswered(leader)).isFalse();
        assertThat(host.isAnswered(follower)).isFalse();
        host.completeAppends();

        assertThat(host.syncResponse(leader).assignment()).isEqualTo(bytes("a"));
        assertThat(host.syncResponse(follower).assignment()).isEqualTo(bytes("b"));
        assertThat(host.syncResponse(follower).protocolName()).isEqualTo("range");
        assertThat(host.syncResponse(follower).protocolType()).isEqualTo("consumer");
        assertThat(host.state()).isEqualTo("Stable");
    }

    @Test
    void memberThatTheLeaderForgotGetsAnEmptyAssignment() {
        var members = twoInNewGeneration();

        var follower = host.sync(members.follower(), 2, Map.of());
        host.sync(members.leader(), 2, Map.of(members.leader(), bytes("a")));

        assertThat(host.syncError(follower)).isEqualTo(ErrorCode.NONE);
        assertThat(host.syncResponse(follower).assignment()).isEmpty();
    }

    @Test
    void lateFollowerGetsItsAssignmentAtOnce() {
        var members = twoInNewGeneration();
        host.sync(members.leader(), 2, Map.of(members.follower(), bytes("b")));

        assertThat(host.syncResponse(host.sync(members.follower(), 2, Map.of())).assignment())
                .isEqualTo(bytes("b"));
    }

    @Test
    void failedWriteSendsEverybodyBackToJoining() {
        var members = twoInNewGeneration();
        host.appendsComplete = false;
        var follower = host.sync(members.follower(), 2, Map.of());
        var leader = host.sync(members.leader(), 2, Map.of());

        host.failAppend(ErrorCode.NOT_ENOUGH_REPLICAS);

        assertThat(host.syncError(leader)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(host.syncError(follower)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(host.state()).isEqualTo("PreparingRebalance");
    }

    @Test
    void anAssignmentThatWasOvertakenByARebalanceIsNotHandedOut() {
        var members = twoInNewGeneration();
        host.appendsComplete = false;
        var leader = host.sync(members.leader(), 2, Map.of(members.leader(), bytes("a")));
        host.enter();

        assertThat(host.syncError(leader)).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        host.completeAppends();

        assertThat(host.state()).isEqualTo("PreparingRebalance");
    }

    @Test
    void leaderThatAsksTwiceWritesOnce() {
        var members = twoInNewGeneration();
        host.appendsComplete = false;
        var first = host.sync(members.leader(), 2, Map.of(members.leader(), bytes("a")));
        var second = host.sync(members.leader(), 2, Map.of(members.leader(), bytes("other")));
        assertThat(host.pendingAppends).hasSize(1);
        host.completeAppends();

        assertThat(host.syncError(first)).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(host.syncResponse(second).assignment()).isEqualTo(bytes("a"));
    }

    @Test
    void membersThatNeverFetchTheirAssignmentAreRemoved() {
        var members = twoInNewGeneration();
        host.sync(members.leader(), 2, Map.of());

        for (var i = 0; i < 7; i++) {
            host.heartbeat(members.leader(), 2);
            host.heartbeat(members.follower(), 2);
            host.pass(9_000);
        }

        assertThat(host.state()).isEqualTo("PreparingRebalance");
        assertThat(host.heartbeat(members.follower(), 2)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(host.heartbeat(members.leader(), 2)).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
    }

    @Test
    void wrongGenerationIsRefused() {
        var members = twoInNewGeneration();

        assertThat(host.syncError(host.sync(members.leader(), 1, Map.of()))).isEqualTo(ErrorCode.ILLEGAL_GENERATION);
    }

    @Test
    void strangersAreRefused() {
        twoInNewGeneration();

        assertThat(host.syncError(host.sync("who", 2, Map.of()))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void unknownGroupIsRefused() {
        assertThat(host.syncError(host.sync("who", 2, Map.of()))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void syncDuringJoiningIsSentBack() {
        var members = host.stableGroup(2);
        host.join(joinRequest(members.getFirst()), NEWEST_JOIN);

        assertThat(host.syncError(host.sync(members.get(1), 2, Map.of()))).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
    }

    @Test
    void protocolMustBeTheGroups() {
        var members = twoInNewGeneration();
        var request = new SyncGroupRequest()
                .groupId(GROUP)
                .memberId(members.leader())
                .generationId(2)
                .protocolType("consumer")
                .protocolName("sticky");

        assertThat(host.syncError(host.sync(request, 5))).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void newClientsMustNameTheProtocol() {
        var members = twoInNewGeneration();
        var request =
                new SyncGroupRequest().groupId(GROUP).memberId(members.leader()).generationId(2);

        assertThat(host.syncError(host.sync(request, 5))).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(host.syncError(host.sync(request, 4))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void memberThatLeavesWhileWaitingForItsAssignmentIsAnswered() {
        var members = twoInNewGeneration();
        var waiting = host.sync(members.follower(), 2, Map.of());

        host.leave(members.follower());

        assertThat(host.syncError(waiting)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    private record Two(String leader, String follower) {}

    private Two twoInNewGeneration() {
        var leader = host.stableGroup(1).getFirst();
        var follower = host.enter();
        host.join(joinRequest(leader), NEWEST_JOIN);
        assertThat(host.state()).isEqualTo("CompletingRebalance");
        return new Two(leader, follower.memberId());
    }
}
