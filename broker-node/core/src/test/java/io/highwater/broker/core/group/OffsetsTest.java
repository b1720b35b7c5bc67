package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.commitRequest;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.OffsetFetchRequest;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final long DAY_MS = 24 * 60 * 60 * 1_000L;

    private final GroupHost host = new GroupHost();

    // ---- committing

    @Test
    void membersCommitAndReadBack() {
        var member = host.stableGroup(1).getFirst();

        assertThat(host.commitNow(commitRequest(member, 1, "events", 0, 42), 9)).isEqualTo(ErrorCode.NONE);

        var read = fetch(false, "events", 0);
        assertThat(read.committedOffset()).isEqualTo(42);
        assertThat(read.committedLeaderEpoch()).isEqualTo(3);
        assertThat(read.metadata()).isEqualTo("note");
    }

    @Test
    void offsetIsVisibleAndAnsweredOnlyAfterItIsWritten() {
        host.appendsComplete = false;

        var token = host.commit(commitRequest("", -1, "events", 0, 42), 9);
        assertThat(host.isAnswered(token)).isFalse();
        assertThat(host.committed("events", 0)).isEqualTo(-1);
        host.completeAppends();

        assertThat(host.commitError(token)).isEqualTo(ErrorCode.NONE);
        assertThat(host.committed("events", 0)).isEqualTo(42);
    }

    @Test
    void failedCommitChangesNothing() {
        host.commitSimple("events", 0, 41);
        host.appendsComplete = false;
        var token = host.commit(commitRequest("", -1, "events", 0, 42), 9);

        host.failAppend(ErrorCode.MESSAGE_TOO_LARGE);

        assertThat(host.commitError(token)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(host.committed("events", 0)).isEqualTo(41);
        assertThat(fetch(true, "events", 0).errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void stableReadIsSentBackWhileANewerOffsetIsBeingWritten() {
        host.commitSimple("events", 0, 41);
        host.appendsComplete = false;
        host.commit(commitRequest("", -1, "events", 0, 42), 9);

        assertThat(fetch(true, "events", 0).errorCode()).isEqualTo(ErrorCode.UNSTABLE_OFFSET_COMMIT.code());
        assertThat(fetch(false, "events", 0).committedOffset()).isEqualTo(41);
        assertThat(fetch(true, "events", 1).errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void simpleConsumersMayCommitToAnEmptyGroupOnly() {
        assertThat(host.commitSimple("events", 0, 1)).isEqualTo(ErrorCode.NONE);
        host.stableGroup(1);

        assertThat(host.commitSimple("events", 0, 2)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void memberOfAnUnknownGroupIsRefusedInTheWordsOfItsVersion() {
        assertThat(host.commitNow(commitRequest("who", 1, "events", 0, 1), 9)).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
        assertThat(host.commitNow(commitRequest("who", 1, "events", 0, 1), 8)).isEqualTo(ErrorCode.ILLEGAL_GENERATION);
    }

    @Test
    void strangersAndWrongGenerationsAreRefused() {
        var member = host.stableGroup(1).getFirst();

        assertThat(host.commitNow(commitRequest("who", 1, "events", 0, 1), 9)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(host.commitNow(commitRequest(member, 0, "events", 0, 1), 9)).isEqualTo(ErrorCode.ILLEGAL_GENERATION);
    }

    @Test
    void membersMayCommitWhileOthersJoinButNotOnceTheNewGenerationExists() {
        var members = host.stableGroup(2);
        host.join(joinRequest(members.get(0)), NEWEST_JOIN);

        assertThat(host.commitNow(commitRequest(members.get(1), 2, "events", 0, 1), 9))
                .isEqualTo(ErrorCode.NONE);
        host.join(joinRequest(members.get(1)), NEWEST_JOIN);

        assertThat(host.commitNow(commitRequest(members.get(1), 2, "events", 0, 1), 9))
                .isEqualTo(ErrorCode.ILLEGAL_GENERATION);
        assertThat(host.commitNow(commitRequest(members.get(1), 3, "events", 0, 1), 9))
                .isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
    }

    @Test
    void commitsKeepAMemberIn() {
        var member = host.stableGroup(1).getFirst();

        for (var i = 0; i < 5; i++) {
            host.pass(9_000);
            host.commitNow(commitRequest(member, 1, "events", 0, i), 9);
        }

        assertThat(host.memberCount()).isEqualTo(1);
    }

    @Test
    void tooLongANoteIsRefusedForItsPartitionOnly() {
        var request = commitRequest("", -1, "events", 0, 1);
        request.topics().getFirst().partitions().getFirst().committedMetadata("x".repeat(4_097));
        request.topics().add(commitRequest("", -1, "other", 0, 2).topics().getFirst());

        assertThat(host.commitNow(request, 9)).isEqualTo(ErrorCode.OFFSET_METADATA_TOO_LARGE);

        assertThat(host.committed("events", 0)).isEqualTo(-1);
        assertThat(host.committed("other", 0)).isEqualTo(2);
    }

    // ---- reading

    @Test
    void unknownGroupsAndPartitionsHaveNoOffset() {
        assertThat(host.committed("events", 0)).isEqualTo(-1);
        host.commitSimple("events", 0, 1);
        assertThat(host.committed("events", 7)).isEqualTo(-1);
        assertThat(host.committed("other", 0)).isEqualTo(-1);
    }

    @Test
    void withoutTopicsEverythingIsAnswered() {
        host.commitSimple("events", 1, 11);
        host.commitSimple("events", 0, 10);
        host.commitSimple("other", 0, 20);

        var all = host.coordinator.fetchOffsets(
                new OffsetFetchRequestGroup().groupId(GROUP).topics(null), true);

        assertThat(all.topics()).extracting(topic -> topic.name()).containsExactly("events", "other");
        assertThat(all.topics().getFirst().partitions())
                .extracting(OffsetFetchResponsePartitions::committedOffset)
                .containsExactly(10L, 11L);
    }

    @Test
    void oldRequestsAreTranslatedToGroupsAndBack() {
        host.commitSimple("events", 0, 10);
        var request = new OffsetFetchRequest().groupId(GROUP);
        request.topics(new ArrayList<>(
                List.of(new OffsetFetchRequestTopic().name("events").partitionIndexes(List.of(0, 1)))));

        var groups = OffsetFetches.groups(request, (short) 7);
        var response =
                OffsetFetches.response(List.of(host.coordinator.fetchOffsets(groups.getFirst(), false)), (short) 7);

        assertThat(response.groups()).isEmpty();
        assertThat(response.topics().getFirst().partitions())
                .extracting(partition -> partition.committedOffset())
                .containsExactly(10L, -1L);
    }

    @Test
    void theOldestVersionCarriesErrorsInItsPartitions() {
        var group = new OffsetFetchRequestGroup().groupId(GROUP);
        group.topics(new ArrayList<>(
                List.of(new OffsetFetchRequestTopics().name("events").partitionIndexes(List.of(0)))));

        var one = OffsetFetches.response(
                List.of(OffsetFetches.refusal(group, ErrorCode.NOT_COORDINATOR, (short) 1)), (short) 1);
        var two = OffsetFetches.response(
                List.of(OffsetFetches.refusal(group, ErrorCode.NOT_COORDINATOR, (short) 2)), (short) 2);

        assertThat(one.topics().getFirst().partitions().getFirst().errorCode())
                .isEqualTo(ErrorCode.NOT_COORDINATOR.code());
        assertThat(two.errorCode()).isEqualTo(ErrorCode.NOT_COORDINATOR.code());
        assertThat(two.topics()).isEmpty();
    }

    // ---- expiry

    @Test
    void offsetsOfAnEmptyGroupExpireAfterTheRetentionAndTheGroupGoesToo() {
        var member = host.stableGroup(1).getFirst();
        host.commitNow(commitRequest(member, 1, "events", 0, 42), 9);
        host.leave(member);

        host.pass(7 * DAY_MS - 1_000);
        assertThat(host.committed("events", 0)).isEqualTo(42);
        host.pass(1_200_000);

        assertThat(host.committed("events", 0)).isEqualTo(-1);
        assertThat(host.state()).isEqualTo("Dead");
        assertThat(host.coordinator.listGroups(List.of(), List.of())).isEmpty();
        host.restart();
        assertThat(host.coordinator.listGroups(List.of(), List.of())).isEmpty();
    }

    @Test
    void retentionOfAnEmptyGroupCountsFromItsEmptying() {
        var member = host.stableGroup(1).getFirst();
        host.commitNow(commitRequest(member, 1, "events", 0, 42), 9);
        keepAlive(member, 8 * DAY_MS);

        host.leave(member);
        host.pass(DAY_MS);

        assertThat(host.committed("events", 0)).isEqualTo(42);
    }

    @Test
    void workingGroupKeepsOffsetsOfTheTopicsItReadsAndLosesTheOthers() {
        host.commitSimple("left-behind", 0, 7);
        var member = host.stableGroup(1).getFirst();
        host.commitNow(commitRequest(member, 1, "events", 0, 42), 9);

        keepAlive(member, 8 * DAY_MS);

        assertThat(host.committed("events", 0)).isEqualTo(42);
        assertThat(host.committed("left-behind", 0)).isEqualTo(-1);
    }

    @Test
    void offsetsOfSimpleConsumersExpireAfterTheirCommit() {
        host.commitSimple("events", 0, 42);
        host.pass(4 * DAY_MS);
        host.commitSimple("events", 1, 43);

        host.pass(4 * DAY_MS);

        assertThat(host.committed("events", 0)).isEqualTo(-1);
        assertThat(host.committed("events", 1)).isEqualTo(43);
    }

    @Test
    void oldClientsSetTheRetentionOfTheirCommits() {
        host.commit(commitRequest("", -1, "events", 0, 42).retentionTimeMs(DAY_MS), 4);

        host.pass(DAY_MS + 1_200_000);

        assertThat(host.committed("events", 0)).isEqualTo(-1);
    }

    @Test
    void anOffsetThatIsBeingRenewedDoesNotExpire() {
        host.commitSimple("events", 0, 42);
        host.pass(7 * DAY_MS - 1_000_000);
        host.appendsComplete = false;
        host.commit(commitRequest("", -1, "events", 0, 43), 9);

        host.pass(2_000_000);
        host.appendsComplete = true;
        host.completeAppends();

        assertThat(host.committed("events", 0)).isEqualTo(43);
        host.restart();
        assertThat(host.committed("events", 0)).isEqualTo(43);
    }

    @Test
    void offsetsOfDeletedTopicsGo() {
        host.commitSimple("events", 0, 42);
        host.commitSimple("other", 0, 43);

        host.run(host.coordinator.onTopicsDeleted(List.of("events"), host.nowMs));

        assertThat(host.committed("events", 0)).isEqualTo(-1);
        assertThat(host.committed("other", 0)).isEqualTo(43);
    }

    private void keepAlive(String member, long ms) {
        var untilMs = host.nowMs + ms;
        while (host.nowMs < untilMs) {
            host.pass(9_999);
            assertThat(host.heartbeat(member, 1)).isEqualTo(ErrorCode.NONE);
        }
    }

    private OffsetFetchResponsePartitions fetch(boolean requireStable, String topic, int partition) {
        var request = new OffsetFetchRequestGroup().groupId(GROUP);
        request.topics(new ArrayList<>(
                List.of(new OffsetFetchRequestTopics().name(topic).partitionIndexes(List.of(partition)))));
        return host.coordinator
                .fetchOffsets(request, requireStable)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
    }
}
