package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.bytes;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static io.highwater.broker.core.group.GroupHost.protocol;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.HeartbeatRequest;
import io.highwater.broker.protocol.message.HeartbeatResponse;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupRequest.MemberIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaticMembersTest {
    private final GroupHost host = new GroupHost();

    @Test
    void staticMemberNeedsNoHandshake() {
        var token = host.join(instance("a", ""), NEWEST_JOIN);

        assertThat(host.joinError(token)).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinResponse(token).memberId()).startsWith("a-");
        assertThat(host.joinResponse(token).members().getFirst().groupInstanceId())
                .isEqualTo("a");
    }

    @Test
    void returningLeaderKeepsItsAssignmentAndMustNotAssignAgain() {
        var former = stable("a");

        var back = host.joinResponse(host.join(instance("a", ""), NEWEST_JOIN));

        assertThat(back.memberId()).isNotEqualTo(former);
        assertThat(back.leader()).isEqualTo(back.memberId());
        assertThat(back.skipAssignment()).isTrue();
        assertThat(back.members()).hasSize(1);
        assertThat(back.generationId()).isEqualTo(1);
        assertThat(host.state()).isEqualTo("Stable");
        assertThat(host.syncResponse(host.sync(back.memberId(), 1, Map.of())).assignment())
                .isEqualTo(bytes("mine"));
    }

    @Test
    void returningLeaderWithAnOldClientIsToldThatSomebodyElseLeads() {
        var former = stable("a");

        var back = host.joinResponse(host.join(instance("a", ""), 8));

        assertThat(back.leader()).isEqualTo(former);
        assertThat(back.members()).isEmpty();
    }

    @Test
    void theReplacedMemberIsFenced() {
        var former = stable("a");
        host.join(instance("a", ""), NEWEST_JOIN);

        assertThat(heartbeat(former, "a")).isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
        assertThat(host.joinError(host.join(instance("a", former), NEWEST_JOIN)))
                .isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
        var request = GroupHost.commitRequest(former, 1, "events", 0, 5).groupInstanceId("a");
        assertThat(host.commitNow(request, 9)).isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
    }

    @Test
    void replacementIsKnownOnlyAfterItIsWritten() {
        stable("a");
        host.appendsComplete = false;

        var back = host.join(instance("a", ""), NEWEST_JOIN);
        assertThat(host.isAnswered(back)).isFalse();
        host.completeAppends();

        assertThat(host.joinError(back)).isEqualTo(ErrorCode.NONE);
        host.restart();
        assertThat(heartbeat(host.joinResponse(back).memberId(), "a")).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void failedWriteOfAReplacementLeavesTheFormerMember() {
        var former = stable("a");
        host.appendsComplete = false;
        var back = host.join(instance("a", "").sessionTimeoutMs(20_000), NEWEST_JOIN);

        host.failAppend(ErrorCode.REQUEST_TIMED_OUT);

        assertThat(host.joinError(back)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(heartbeat(former, "a")).isEqualTo(ErrorCode.NONE);
        host.pass(10_001);
        assertThat(host.memberCount()).isZero();
    }

    @Test
    void replacementDuringARebalanceAnswersTheFormerOne() {
        stable("a");
        var other = host.enter();
        var former = host.coordinator
                .describeGroup(GROUP, (short) 6)
                .members()
                .getFirst()
                .memberId();
        assertThat(host.isAnswered(other.token())).isFalse();
        var second = host.enter();

        var back = host.join(instance("a", ""), NEWEST_JOIN);

        assertThat(former).startsWith("a-");
        assertThat(host.joinError(back)).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinError(other.token())).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinError(second.token())).isEqualTo(ErrorCode.NONE);
        assertThat(host.memberCount()).isEqualTo(3);
    }

    @Test
    void replacementWhileWaitingFencesTheWaitingRequest() {
        var patient = new GroupHost(GroupSettings.DEFAULTS);
        var first = patient.join(instance("a", ""), NEWEST_JOIN);

        var second = patient.join(instance("a", ""), NEWEST_JOIN);
        assertThat(patient.joinError(first)).isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
        patient.pass(3_001);

        assertThat(patient.joinError(second)).isEqualTo(ErrorCode.NONE);
        assertThat(patient.memberCount()).isEqualTo(1);
    }

    @Test
    void returningWithAProtocolThatChangesTheChoiceStartsARebalance() {
        var both = instance("a", "")
                .protocols(new ArrayList<>(List.of(protocol("range", "events"), protocol("sticky", "events"))));
        var member = host.joinResponse(host.join(both, NEWEST_JOIN)).memberId();
        host.sync(member, 1, Map.of());
        var changed =
                instance("a", "").protocols(new ArrayList<>(List.of(protocol("sticky", "events"), protocol("range"))));

        var back = host.join(changed, NEWEST_JOIN);

        assertThat(host.joinResponse(back).generationId()).isEqualTo(2);
        assertThat(host.joinResponse(back).protocolName()).isEqualTo("sticky");
    }

    @Test
    void absentStaticMemberStaysUntilItsSessionEnds() {
        stable("a");
        var other = host.enter();

        host.pass(9_000);
        assertThat(host.isAnswered(other.token())).isFalse();
        host.pass(1_001);

        assertThat(host.joinError(other.token())).isEqualTo(ErrorCode.NONE);
        assertThat(host.memberCount()).isEqualTo(1);
    }

    @Test
    void absentStaticMemberSurvivesTheRebalanceTimeout() {
        var request = instance("a", "").sessionTimeoutMs(120_000);
        var member = host.joinResponse(host.join(request, NEWEST_JOIN)).memberId();
        host.sync(member, 1, Map.of());
        var other = host.enter();

        host.pass(60_001);

        assertThat(host.joinError(other.token())).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinResponse(other.token()).leader()).isEqualTo(other.memberId());
        assertThat(host.memberCount()).isEqualTo(2);
    }

    @Test
    void staticMemberIsRemovedByItsInstanceId() {
        stable("a");
        var request = new LeaveGroupRequest().groupId(GROUP);
        request.members().add(new MemberIdentity().groupInstanceId("a"));
        request.members().add(new MemberIdentity().groupInstanceId("b"));

        var response = host.leaveResponse(host.leave(request, 5));

        assertThat(response.members().get(0).errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(response.members().get(1).errorCode()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID.code());
        assertThat(host.state()).isEqualTo("Empty");
    }

    @Test
    void returningMemberFitsIntoAFullGroup() {
        var small = new GroupHost(
                GroupSettings.DEFAULTS.withInitialRebalanceDelayMs(0).withMaxSize(1));
        var member =
                small.joinResponse(small.join(instance("a", ""), NEWEST_JOIN)).memberId();
        small.sync(member, 1, Map.of());

        assertThat(small.joinError(small.join(instance("a", ""), NEWEST_JOIN))).isEqualTo(ErrorCode.NONE);
    }

    private static JoinGroupRequest instance(String instanceId, String memberId) {
        return joinRequest(memberId).groupInstanceId(instanceId);
    }

    private String stable(String instanceId) {
        var member = host.joinResponse(host.join(instance(instanceId, ""), NEWEST_JOIN))
                .memberId();
        host.sync(member, 1, Map.of(member, bytes("mine")));
        assertThat(host.state()).isEqualTo("Stable");
        return member;
    }

    private ErrorCode heartbeat(String memberId, String instanceId) {
        var context = host.context(4);
        var request = new HeartbeatRequest()
                .groupId(GROUP)
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .generationId(1);
        host.run(host.coordinator.onHeartbeat(request, context, host.nowMs));
        return ErrorCode.of(((HeartbeatResponse) host.reply(context.token())).errorCode());
    }
}
