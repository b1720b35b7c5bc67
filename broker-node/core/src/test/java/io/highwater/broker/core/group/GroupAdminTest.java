package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.bytes;
import static io.highwater.broker.core.group.GroupHost.commitRequest;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static io.highwater.broker.core.group.GroupHost.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DeleteGroupsResponse;
import io.highwater.broker.protocol.message.ListGroupsResponse.ListedGroup;
import io.highwater.broker.protocol.message.OffsetDeleteResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupAdminTest {
    private final GroupHost host = new GroupHost();

    // ---- listing and describing

    @Test
    void listingFiltersByStateAndTypeWithoutMindingCase() {
        host.stableGroup(1);

        assertThat(host.coordinator.listGroups(List.of(), List.of()))
                .containsExactly(new ListedGroup()
                        .groupId(GROUP)
                        .protocolType("consumer")
                        .groupState("Stable")
                        .groupType("classic"));
        assertThat(host.coordinator.listGroups(List.of("stable"), List.of("CLASSIC")))
                .hasSize(1);
        assertThat(host.coordinator.listGroups(List.of("Empty"), List.of())).isEmpty();
        assertThat(host.coordinator.listGroups(List.of(), List.of("consumer"))).isEmpty();
    }

    @Test
    void stableGroupIsDescribedWithSubscriptionsAndAssignments() {
        var member = host.stableGroup(1).getFirst();

        var described = host.coordinator.describeGroup(GROUP, (short) 6);

        assertThat(described.protocolType()).isEqualTo("consumer");
        assertThat(described.protocolData()).isEqualTo("range");
        var shown = described.members().getFirst();
        assertThat(shown.memberId()).isEqualTo(member);
        assertThat(shown.clientId()).isEqualTo("client");
        assertThat(shown.clientHost()).isEqualTo("/127.0.0.1");
        assertThat(shown.memberMetadata()).isEqualTo(subscription("events"));
        assertThat(shown.memberAssignment()).isEqualTo(bytes(member));
    }

    @Test
    void betweenGenerationsThereIsNoProtocol() {
        var members = host.stableGroup(2);
        host.join(joinRequest(members.getFirst()), NEWEST_JOIN);

        var described = host.coordinator.describeGroup(GROUP, (short) 6);

        assertThat(described.protocolData()).isEmpty();
        assertThat(described.members().getFirst().memberMetadata()).isEmpty();
    }

    @Test
    void unknownGroupIsDeadToOldClientsAndAnErrorToNewOnes() {
        var old = host.coordinator.describeGroup("nobody", (short) 5);
        assertThat(old.groupState()).isEqualTo("Dead");
        assertThat(old.errorCode()).isZero();
        assertThat(old.errorMessage()).isNull();

        var described = host.coordinator.describeGroup("nobody", (short) 6);
        assertThat(described.errorCode()).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND.code());
        assertThat(described.errorMessage()).contains("nobody");
    }

    // ---- deleting groups

    @Test
    void emptyGroupIsDeletedWithItsOffsets() {
        host.commitSimple("events", 0, 42);

        assertThat(host.deleteGroup(GROUP)).isEqualTo(ErrorCode.NONE);

        assertThat(host.committed("events", 0)).isEqualTo(-1);
        assertThat(host.deleteGroup(GROUP)).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
        host.restart();
        assertThat(host.coordinator.listGroups(List.of(), List.of())).isEmpty();
    }

    @Test
    void groupWithMembersIsNotDeleted() {
        host.stableGroup(1);

        assertThat(host.deleteGroup(GROUP)).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
    }

    @Test
    void whileAGroupIsBeingDeletedClientsAreAskedToComeBack() {
        host.commitSimple("events", 0, 42);
        host.appendsComplete = false;
        var deletion = host.deleteGroupLater(GROUP);

        assertThat(host.state()).isEqualTo("Dead");
        assertThat(host.joinError(host.join(joinRequest(""), NEWEST_JOIN)))
                .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(host.commitSimple("events", 0, 43)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(host.heartbeat("who", 1)).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(host.committed("events", 0)).isEqualTo(42);
        assertThat(host.isAnswered(deletion)).isFalse();
        host.completeAppends();

        assertThat(host.committed("events", 0)).isEqualTo(-1);
        assertThat(host.commitSimpleLater("events", 0, 44)).isPositive();
    }

    @Test
    void failedDeletionLeavesEverythingAsItWas() {
        host.commitSimple("events", 0, 42);
        host.appendsComplete = false;
        var deletion = host.deleteGroupLater(GROUP);

        host.failAppend(ErrorCode.NOT_ENOUGH_REPLICAS);

        var response = (DeleteGroupsResponse) host.reply(deletion);
        assertThat(response.results().getFirst().errorCode()).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE.code());
        assertThat(host.state()).isEqualTo("Empty");
        assertThat(host.committed("events", 0)).isEqualTo(42);
    }

    @Test
    void deletionAlsoCoversACommitThatIsStillOnItsWay() {
        host.appendsComplete = false;
        var commit = host.commit(commitRequest("", -1, "events", 0, 42), 9);
        host.deleteGroupLater(GROUP);
        host.completeAppends();

        assertThat(host.commitError(commit)).isEqualTo(ErrorCode.NONE);
        assertThat(host.committed("events", 0)).isEqualTo(-1);
        host.restart();
        assertThat(host.committed("events", 0)).isEqualTo(-1);
    }

    // ---- deleting offsets

    @Test
    void offsetsOfTopicsThatNobodyReadsCanBeDeleted() {
        host.commitSimple("events", 0, 42);
        host.commitSimple("other", 0, 43);
        host.stableGroup(1);

        assertThat(error(host.deleteOffset("other", 0))).isEqualTo(ErrorCode.NONE);
        assertThat(error(host.deleteOffset("events", 0))).isEqualTo(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC);

        assertThat(host.committed("other", 0)).isEqualTo(-1);
        assertThat(host.committed("events", 0)).isEqualTo(42);
    }

    @Test
    void offsetsOfAWorkingGroupOfAnotherTypeAreNotDeleted() {
        var member = host.joinResponse(host.join(joinRequest("").protocolType("connect"), 3))
                .memberId();
        assertThat(member).isNotEmpty();

        assertThat(ErrorCode.of(host.deleteOffset("events", 0).errorCode())).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
    }

    @Test
    void offsetsOfAnUnknownGroupAreNotDeleted() {
        assertThat(ErrorCode.of(host.deleteOffset("events", 0).errorCode())).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    }

    private static ErrorCode error(OffsetDeleteResponse response) {
        return ErrorCode.of(response.topics().getFirst().partitions().getFirst().errorCode());
    }

    // ---- choosing the coordinator

    @Test
    void partitionOfAGroupIsKafkas() {
        assertThat(CoordinatorPartition.of("orders", 50)).isEqualTo(Math.abs("orders".hashCode()) % 50);
        assertThat("polygenelubricants".hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(CoordinatorPartition.of("polygenelubricants", 50)).isZero();
    }
}
