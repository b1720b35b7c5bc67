package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.LeaveGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.highwater.broker.protocol.message.LeaveGroupResponse.MemberResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final GroupHost host = new GroupHost();

    // ---- heartbeats

    @Test
    void heartbeatsKeepAMemberIn() {
        var member = host.stableGroup(1).getFirst();

        for (var i = 0; i < 10; i++) {
            host.pass(9_000);
            assertThat(host.heartbeat(member, 1)).isEqualTo(ErrorCode.NONE);
        }

        assertThat(host.memberCount()).isEqualTo(1);
    }

    @Test
    void silentMemberIsRemovedAndTheOthersRebalance() {
        var members = host.stableGroup(2);

        host.pass(5_000);
        host.heartbeat(members.get(0), 2);
        host.pass(5_001);

        assertThat(host.heartbeat(members.get(0), 2)).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(host.heartbeat(members.get(1), 2)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void groupIsEmptyInANewGenerationWhenTheLastMemberFallsSilent() {
        host.stableGroup(1);

        host.pass(10_001);

        assertThat(host.state()).isEqualTo("Empty");
        assertThat(host.enter().memberId()).isNotEmpty();
        assertThat(host.replies.values()).anyMatch(reply -> reply.toString().contains("generationId=3"));
    }

    @Test
    void heartbeatOfAnotherGenerationIsRefused() {
        var member = host.stableGroup(2).getFirst();

        assertThat(host.heartbeat(member, 1)).isEqualTo(ErrorCode.ILLEGAL_GENERATION);
    }

    @Test
    void heartbeatOfAStrangerIsRefused() {
        assertThat(host.heartbeat("who", 1)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        host.stableGroup(1);
        assertThat(host.heartbeat("who", 1)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void memberThatWaitsForItsJoinIsNotExpectedToSendHeartbeats() {
        var members = host.stableGroup(2);
        var waiting = host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        for (var i = 0; i < 5; i++) {
            host.heartbeat(members.get(1), 2);
            host.pass(9_000);
        }
        host.join(joinRequest(members.get(1)), NEWEST_JOIN);

        assertThat(host.joinError(waiting)).isEqualTo(ErrorCode.NONE);
        assertThat(host.memberCount()).isEqualTo(2);
    }

    @Test
    void newMemberMayWaitForItsFirstJoinOnlyFiveMinutes() {
        var members = host.stableGroup(1);
        var slow = joinRequest(members.getFirst()).rebalanceTimeoutMs(900_000);
        var third = host.enter();
        host.join(slow, NEWEST_JOIN);
        host.sync(members.getFirst(), 2, Map.of());
        var fourth = host.enter();

        for (var i = 0; i < 31; i++) {
            host.heartbeat(members.getFirst(), 2);
            host.heartbeat(third.memberId(), 2);
            host.pass(9_700);
        }

        assertThat(host.joinError(fourth.token())).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    // ---- leaving

    @Test
    void leavingStartsARebalanceForTheOthers() {
        var members = host.stableGroup(2);

        var left = host.leave(members.get(1));

        assertThat(host.leaveError(left)).isEqualTo(ErrorCode.NONE);
        assertThat(host.heartbeat(members.get(0), 2)).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
    }

    @Test
    void leavingOfTheLastMemberIsAnsweredAfterItIsWritten() {
        var member = host.stableGroup(1).getFirst();
        host.appendsComplete = false;

        var left = host.leave(member);
        assertThat(host.isAnswered(left)).isFalse();
        host.completeAppends();

        assertThat(host.leaveError(left)).isEqualTo(ErrorCode.NONE);
        assertThat(host.state()).isEqualTo("Empty");
    }

    @Test
    void failedWriteOfTheLastLeavingIsTold() {
        var member = host.stableGroup(1).getFirst();
        host.appendsComplete = false;
        var left = host.leave(member);

        host.failAppend(ErrorCode.NOT_LEADER_OR_FOLLOWER);

        assertThat(host.leaveResponse(left).errorCode()).isEqualTo(ErrorCode.NOT_COORDINATOR.code());
    }

    @Test
    void severalMembersLeaveWithOneRequest() {
        var members = host.stableGroup(3);
        var request = new LeaveGroupRequest().groupId(GROUP);
        request.members().add(new MemberIdentity().memberId(members.get(0)));
        request.members().add(new MemberIdentity().memberId("who"));
        request.members().add(new MemberIdentity().memberId(members.get(2)));

        var response = host.leaveResponse(host.leave(request, 3));

        assertThat(response.members())
                .extracting(MemberResponse::errorCode)
                .containsExactly(ErrorCode.NONE.code(), ErrorCode.UNKNOWN_MEMBER_ID.code(), ErrorCode.NONE.code());
        assertThat(host.memberCount()).isEqualTo(1);
    }

    @Test
    void oldClientsLeaveAloneAndAreToldAtTheTop() {
        var member = host.stableGroup(2).getFirst();

        var gone = host.leave(new LeaveGroupRequest().groupId(GROUP).memberId(member), 2);
        var again = host.leave(new LeaveGroupRequest().groupId(GROUP).memberId(member), 2);

        assertThat(host.leaveResponse(gone).errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(host.leaveResponse(gone).members()).isEmpty();
        assertThat(host.leaveResponse(again).errorCode()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void memberThatHasOnlyItsIdCanLeave() {
        var member = host.stableGroup(1).getFirst();
        var pending = host.joinResponse(host.join(joinRequest(""), NEWEST_JOIN)).memberId();
        var rejoin = host.join(joinRequest(member), NEWEST_JOIN);

        assertThat(host.leaveError(host.leave(pending))).isEqualTo(ErrorCode.NONE);

        assertThat(host.joinError(rejoin)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void leavingWhileWaitingForTheJoinAnswersTheJoin() {
        var members = host.stableGroup(2);
        var waiting = host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        host.leave(members.get(0));

        assertThat(host.joinError(waiting)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void leavingAnUnknownGroupIsTold() {
        assertThat(host.leaveError(host.leave("who"))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(host.leaveResponse(host.leave(new LeaveGroupRequest().groupId(""), 5))
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_GROUP_ID.code());
    }

    // ---- resigning

    @Test
    void resigningSendsEverybodyWhoWaitsElsewhere() {
        var members = host.stableGroup(2);
        var joining = host.join(joinRequest(members.get(0)), NEWEST_JOIN);
        host.appendsComplete = false;
        var committing = host.commit(GroupHost.commitRequest(members.get(1), 2, "events", 0, 5), 9);

        host.run(host.coordinator.onResigned(host.nowMs));

        assertThat(host.joinError(joining)).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(host.commitError(committing)).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(host.timers).isEmpty();
        assertThat(host.asked).isEqualTo(host.replies.keySet());
    }
}
