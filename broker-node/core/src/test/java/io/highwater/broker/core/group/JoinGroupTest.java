package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static io.highwater.broker.core.group.GroupHost.protocol;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinGroupTest {
    private final GroupHost host = new GroupHost();

    @Test
    void newMemberMustComeBackWithTheIdItIsGiven() {
        var token = host.join(joinRequest(""), NEWEST_JOIN);

        assertThat(host.joinError(token)).isEqualTo(ErrorCode.MEMBER_ID_REQUIRED);
        assertThat(host.joinResponse(token).memberId()).matches("client-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
        assertThat(host.state()).isEqualTo("Empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void oldClientsAreAdmittedAtOnce(int version) {
        var token = host.join(joinRequest(""), version);

        assertThat(host.joinError(token)).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinResponse(token).memberId()).startsWith("client-");
    }

    @Test
    void aloneTheFirstMemberLeadsAndSeesItself() {
        var joining = host.enter();

        var response = host.joinResponse(joining.token());
        assertThat(response.generationId()).isEqualTo(1);
        assertThat(response.leader()).isEqualTo(joining.memberId());
        assertThat(response.protocolName()).isEqualTo("range");
        assertThat(response.protocolType()).isEqualTo("consumer");
        assertThat(response.members())
                .extracting(JoinGroupResponseMember::memberId)
                .containsExactly(joining.memberId());
        assertThat(host.state()).isEqualTo("CompletingRebalance");
    }

    @Test
    void onlyTheLeaderLearnsTheMembers() {
        var leader = host.stableGroup(1).getFirst();

        var follower = host.enter();
        var rejoin = host.join(joinRequest(leader), NEWEST_JOIN);

        assertThat(host.joinResponse(rejoin).members()).hasSize(2);
        assertThat(host.joinResponse(follower.token()).members()).isEmpty();
        assertThat(host.joinResponse(follower.token()).leader()).isEqualTo(leader);
        assertThat(host.joinResponse(follower.token()).generationId()).isEqualTo(2);
    }

    @Test
    void rebalanceWaitsUntilEverybodyHasJoined() {
        var members = host.stableGroup(2);

        var third = host.enter();
        var first = host.join(joinRequest(members.get(0)), NEWEST_JOIN);
        assertThat(host.isAnswered(third.token())).isFalse();
        assertThat(host.isAnswered(first)).isFalse();
        var second = host.join(joinRequest(members.get(1)), NEWEST_JOIN);

        assertThat(host.joinResponse(third.token()).generationId()).isEqualTo(3);
        assertThat(host.joinResponse(first).generationId()).isEqualTo(3);
        assertThat(host.joinResponse(second).generationId()).isEqualTo(3);
    }

    @Test
    void rebalanceAlsoWaitsForAMemberThatHasOnlyItsId() {
        var member = host.stableGroup(1).getFirst();
        var pending = host.joinResponse(host.join(joinRequest(""), NEWEST_JOIN)).memberId();

        var rejoin = host.join(joinRequest(member), NEWEST_JOIN);
        assertThat(host.isAnswered(rejoin)).isFalse();
        host.join(joinRequest(pending), NEWEST_JOIN);

        assertThat(host.joinError(rejoin)).isEqualTo(ErrorCode.NONE);
        assertThat(host.memberCount()).isEqualTo(2);
    }

    @Test
    void pendingMemberThatNeverComesIsForgottenAfterItsSessionTimeout() {
        var member = host.stableGroup(1).getFirst();
        var pending = host.joinResponse(host.join(joinRequest(""), NEWEST_JOIN)).memberId();
        var rejoin = host.join(joinRequest(member), NEWEST_JOIN);

        host.pass(10_001);

        assertThat(host.joinError(rejoin)).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinError(host.join(joinRequest(pending), NEWEST_JOIN))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void whoeverMissesTheRebalanceTimeoutIsOut() {
        var members = host.stableGroup(2);
        var third = host.enter();
        var first = host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        for (var i = 0; i < 7; i++) {
            host.heartbeat(members.get(1), 2);
            host.pass(9_000);
        }

        assertThat(host.joinError(first)).isEqualTo(ErrorCode.NONE);
        assertThat(host.joinError(third.token())).isEqualTo(ErrorCode.NONE);
        assertThat(host.memberCount()).isEqualTo(2);
        assertThat(host.heartbeat(members.get(1), 3)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void leaderThatMissesTheRebalanceIsReplaced() {
        var members = host.stableGroup(2);
        var third = host.enter();
        var second = host.join(joinRequest(members.get(1)), NEWEST_JOIN);

        host.pass(60_001);

        assertThat(host.joinResponse(second).leader()).isNotEqualTo(members.get(0));
        assertThat(host.joinResponse(second).leader())
                .isEqualTo(host.joinResponse(third.token()).leader());
    }

    @Test
    void firstRebalanceWaitsForMoreMembersAndLongerWhileTheyCome() {
        var patient = new GroupHost(GroupSettings.DEFAULTS);
        var first = patient.enter();
        patient.pass(2_900);
        var second = patient.enter();

        patient.pass(200);
        assertThat(patient.isAnswered(first.token())).isFalse();
        patient.pass(3_000);

        assertThat(patient.joinResponse(first.token()).generationId()).isEqualTo(1);
        assertThat(patient.joinResponse(second.token()).generationId()).isEqualTo(1);
    }

    @Test
    void firstRebalanceNeverWaitsLongerThanTheRebalanceTimeout() {
        var patient = new GroupHost(GroupSettings.DEFAULTS);
        var first = patient.enter();

        for (var i = 0; i < 25 && !patient.isAnswered(first.token()); i++) {
            patient.pass(2_500);
            patient.enter();
        }

        assertThat(patient.isAnswered(first.token())).isTrue();
        assertThat(patient.nowMs - 1_000_000).isLessThanOrEqualTo(62_500);
    }

    @Test
    void theProtocolWithMostVotesWinsAmongThoseThatAllSupport() {
        var rangeFirst = joinRequest("").protocols(new ArrayList<>(List.of(protocol("range"), protocol("sticky"))));
        var stickyFirst = joinRequest("").protocols(new ArrayList<>(List.of(protocol("sticky"), protocol("range"))));
        var patient = new GroupHost(GroupSettings.DEFAULTS);
        var one = patient.join(rangeFirst, 3);
        patient.join(stickyFirst, 3);
        patient.join(stickyFirst, 3);

        patient.pass(10_000);

        assertThat(patient.joinResponse(one).protocolName()).isEqualTo("sticky");
    }

    @Test
    void memberWithoutACommonProtocolIsRefused() {
        host.stableGroup(1);

        var token = host.join(joinRequest("").protocols(new ArrayList<>(List.of(protocol("sticky")))), NEWEST_JOIN);

        assertThat(host.joinError(token)).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void memberOfAnotherProtocolTypeIsRefused() {
        host.stableGroup(1);

        assertThat(host.joinError(host.join(joinRequest("").protocolType("connect"), NEWEST_JOIN)))
                .isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void emptyProtocolsAreRefusedAndLeaveNoGroupBehind() {
        var token = host.join(joinRequest("").protocols(new ArrayList<>()), NEWEST_JOIN);

        assertThat(host.joinError(token)).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(host.coordinator.listGroups(List.of(), List.of())).isEmpty();
    }

    @Test
    void sessionTimeoutMustBeWithinTheLimits() {
        assertThat(host.joinError(host.join(joinRequest("").sessionTimeoutMs(5_999), NEWEST_JOIN)))
                .isEqualTo(ErrorCode.INVALID_SESSION_TIMEOUT);
        assertThat(host.joinError(host.join(joinRequest("").sessionTimeoutMs(1_800_001), NEWEST_JOIN)))
                .isEqualTo(ErrorCode.INVALID_SESSION_TIMEOUT);
    }

    @Test
    void groupIdMustNotBeEmpty() {
        assertThat(host.joinError(host.join(joinRequest("").groupId(""), NEWEST_JOIN)))
                .isEqualTo(ErrorCode.INVALID_GROUP_ID);
    }

    @Test
    void unknownMemberOfAnUnknownGroupIsToldSo() {
        assertThat(host.joinError(host.join(joinRequest("who"), NEWEST_JOIN))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(host.coordinator.listGroups(List.of(), List.of())).isEmpty();
    }

    @Test
    void fullGroupAdmitsNobodyElse() {
        var small = new GroupHost(
                GroupSettings.DEFAULTS.withInitialRebalanceDelayMs(0).withMaxSize(1));
        small.stableGroup(1);

        var token = small.join(joinRequest(""), NEWEST_JOIN);

        assertThat(small.joinError(token)).isEqualTo(ErrorCode.GROUP_MAX_SIZE_REACHED);
        assertThat(small.state()).isEqualTo("Stable");
    }

    @Test
    void followerThatJoinsAgainUnchangedDisturbsNobody() {
        var members = host.stableGroup(2);

        var token = host.join(joinRequest(members.get(1)), NEWEST_JOIN);

        assertThat(host.joinResponse(token).generationId()).isEqualTo(2);
        assertThat(host.state()).isEqualTo("Stable");
    }

    @Test
    void leaderThatJoinsAgainStartsARebalance() {
        var members = host.stableGroup(2);

        host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        assertThat(host.state()).isEqualTo("PreparingRebalance");
    }

    @Test
    void followerWithAnotherSubscriptionStartsARebalance() {
        var members = host.stableGroup(2);
        var changed = joinRequest(members.get(1)).protocols(new ArrayList<>(List.of(protocol("range", "other"))));

        host.join(changed, NEWEST_JOIN);

        assertThat(host.state()).isEqualTo("PreparingRebalance");
    }

    @Test
    void repeatedJoinWhileTheGenerationIsNewGetsTheSameAnswer() {
        var joining = host.enter();

        var repeated = host.join(joinRequest(joining.memberId()), NEWEST_JOIN);

        assertThat(host.joinResponse(repeated)).isEqualTo(host.joinResponse(joining.token()));
    }

    @Test
    void changedJoinWhileTheGenerationIsNewStartsOver() {
        var joining = host.enter();
        var changed = joinRequest(joining.memberId()).protocols(new ArrayList<>(List.of(protocol("range", "other"))));

        var repeated = host.join(changed, NEWEST_JOIN);

        assertThat(host.joinResponse(repeated).generationId()).isEqualTo(2);
    }

    @Test
    void repeatedJoinAnswersTheOneItReplaces() {
        var members = host.stableGroup(2);
        var first = host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        var second = host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        assertThat(host.joinError(first)).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(host.isAnswered(second)).isFalse();
    }

    @Test
    void refusalsCarryAnEmptyProtocolNameForClientsThatKnowNoNull() {
        assertThat(host.joinResponse(host.join(joinRequest("who"), 6)).protocolName())
                .isEmpty();
        assertThat(host.joinResponse(host.join(joinRequest("who"), 7)).protocolName())
                .isNull();
    }

    @Test
    void sessionTimeoutServesAsRebalanceTimeoutForTheOldestClients() {
        var old = host.join(joinRequest("").rebalanceTimeoutMs(-1), 0);
        var member = host.joinResponse(old).memberId();
        host.sync(member, 1, Map.of());
        var second = host.join(joinRequest("").rebalanceTimeoutMs(-1), 0);
        host.heartbeat(member, 1);

        host.pass(9_999);
        assertThat(host.isAnswered(second)).isFalse();
        host.pass(1);

        assertThat(host.joinError(second)).isEqualTo(ErrorCode.NONE);
    }
}
