package io.highwater.broker.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DeleteGroupsRequest;
import io.highwater.broker.protocol.message.DeleteGroupsResponse;
import io.highwater.broker.protocol.message.HeartbeatRequest;
import io.highwater.broker.protocol.message.HeartbeatResponse;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import io.highwater.broker.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.highwater.broker.protocol.message.JoinGroupResponse;
import io.highwater.broker.protocol.message.LeaveGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupResponse;
import io.highwater.broker.protocol.message.OffsetCommitRequest;
import io.highwater.broker.protocol.message.OffsetCommitResponse;
import io.highwater.broker.protocol.message.OffsetDeleteRequest;
import io.highwater.broker.protocol.message.OffsetDeleteResponse;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import io.highwater.broker.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.highwater.broker.protocol.message.SyncGroupResponse;
import io.highwater.broker.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Hosts a coordinator as a shard would: executes effects, keeps time, a log and timers. Checks on the way that every
/// request is answered at most once.
final class GroupHost {
    static final String GROUP = "orders";
    static final short NEWEST_JOIN = 9;

    GroupCoordinator coordinator;
    long nowMs = 1_000_000;
    final List<GroupRecord> log = new ArrayList<>();
    final Deque<GroupEffect.Append> pendingAppends = new ArrayDeque<>();
    final Map<Long, Message> replies = new HashMap<>();
    final Set<Long> asked = new HashSet<>();
    final Map<GroupTimer, Long> timers = new HashMap<>();
    boolean appendsComplete = true;

    private final GroupSettings settings;
    private long nextToken = 1;

    GroupHost() {
        this(GroupSettings.DEFAULTS.withInitialRebalanceDelayMs(0));
    }

    GroupHost(GroupSettings settings) {
        this.settings = settings;
        this.coordinator = new GroupCoordinator(settings, new Random(42));
        run(coordinator.onLoaded(nowMs));
    }

    /// A new coordinator over the same log, as after a restart.
    void restart() {
        coordinator = new GroupCoordinator(settings, new Random(43));
        timers.clear();
        pendingAppends.clear();
        log.forEach(coordinator::replay);
        run(coordinator.onLoaded(nowMs));
    }

    // ---- executing effects

    void run(List<GroupEffect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case GroupEffect.Append append -> pendingAppends.add(append);
                case GroupEffect.Reply(long token, Message response) -> {
                    assertThat(asked.contains(token))
                            .as("token %s was asked", token)
                            .isTrue();
                    assertThat(replies.put(token, response))
                            .as("second answer to %s", token)
                            .isNull();
                }
                case GroupEffect.ScheduleTimer(GroupTimer timer, long atMs) -> timers.put(timer, atMs);
                case GroupEffect.CancelTimer(GroupTimer timer) -> timers.remove(timer);
            }
        }
        if (appendsComplete) {
            completeAppends();
        }
    }

    void completeAppends() {
        while (!pendingAppends.isEmpty()) {
            completeAppend();
        }
    }

    void completeAppend() {
        var append = pendingAppends.remove();
        log.addAll(append.records());
        run(coordinator.onAppended(append.appendId(), nowMs));
    }

    void failAppend(ErrorCode error) {
        run(coordinator.onAppendFailed(pendingAppends.remove().appendId(), error, nowMs));
    }

    /// Lets time pass; timers fire in order.
    void pass(long ms) {
        var untilMs = nowMs + ms;
        var due = nextTimer(untilMs);
        while (due.isPresent()) {
            nowMs = Math.max(nowMs, timers.remove(due.get()));
            run(coordinator.onTimer(due.get(), nowMs));
            due = nextTimer(untilMs);
        }
        nowMs = untilMs;
    }

    private Optional<GroupTimer> nextTimer(long untilMs) {
        return timers.entrySet().stream()
                .filter(timer -> timer.getValue() <= untilMs)
                .min(Comparator.comparingLong((Map.Entry<GroupTimer, Long> timer) -> timer.getValue())
                        .thenComparing(timer -> timer.getKey().toString()))
                .map(Map.Entry::getKey);
    }

    RequestContext context(int version) {
        return context(version, "client");
    }

    RequestContext context(int version, String clientId) {
        var token = nextToken++;
        asked.add(token);
        return new RequestContext(token, (short) version, clientId, "/127.0.0.1");
    }

    // ---- requests

    static JoinGroupRequest joinRequest(String memberId) {
        return new JoinGroupRequest()
                .groupId(GROUP)
                .memberId(memberId)
                .sessionTimeoutMs(10_000)
                .rebalanceTimeoutMs(60_000)
                .protocolType("consumer")
                .protocols(new ArrayList<>(List.of(protocol("range", "events"))));
    }

    static JoinGroupRequestProtocol protocol(String name, String... topics) {
        return new JoinGroupRequestProtocol().name(name).metadata(subscription(topics));
    }

    /// What a consumer sends: version, topics, no user data.
    static byte[] subscription(String... topics) {
        var buffer = ByteBuffer.allocate(256);
        buffer.putShort((short) 1).putInt(topics.length);
        for (var topic : topics) {
            buffer.putShort((short) topic.length()).put(topic.getBytes(StandardCharsets.UTF_8));
        }
        buffer.putInt(-1);
        var bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    long join(JoinGroupRequest request, int version) {
        var context = context(version);
        run(coordinator.onJoinGroup(request, context, nowMs));
        return context.token();
    }

    /// Joins as a new member with the handshake and returns its id and the waiting join.
    Joining enter() {
        var refused = joinResponse(join(joinRequest(""), NEWEST_JOIN));
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.MEMBER_ID_REQUIRED.code());
        return new Joining(refused.memberId(), join(joinRequest(refused.memberId()), NEWEST_JOIN));
    }

    /// Takes only the first step of entering: the group now waits for somebody who has but an id.
    String enterLater() {
        return joinResponse(join(joinRequest(""), NEWEST_JOIN)).memberId();
    }

    record Joining(String memberId, long token) {}

    long sync(String memberId, int generation, Map<String, byte[]> assignments) {
        var request = new SyncGroupRequest()
                .groupId(GROUP)
                .memberId(memberId)
                .generationId(generation)
                .protocolType("consumer")
                .protocolName("range");
        assignments.forEach((member, assignment) -> request.assignments()
                .add(new SyncGroupRequestAssignment().memberId(member).assignment(assignment)));
        return sync(request, 5);
    }

    long sync(SyncGroupRequest request, int version) {
        var context = context(version);
        run(coordinator.onSyncGroup(request, context, nowMs));
        return context.token();
    }

    /// A group of this many members in Stable, with the leader first.
    List<String> stableGroup(int size) {
        var members = new ArrayList<String>();
        var joins = new HashMap<String, Long>();
        for (var i = 0; i < size; i++) {
            // Whoever is in already joins again when the next one comes.
            var entered = enter();
            for (var member : members) {
                joins.put(member, join(joinRequest(member), NEWEST_JOIN));
            }
            members.add(entered.memberId());
            joins.put(entered.memberId(), entered.token());
            syncAll(members, joins);
        }
        assertThat(state()).isEqualTo("Stable");
        return members;
    }

    private void syncAll(List<String> members, Map<String, Long> joins) {
        var generation = joinResponse(joins.get(members.getFirst())).generationId();
        var assignments = new HashMap<String, byte[]>();
        members.forEach(member -> assignments.put(member, bytes(member)));
        for (var member : members) {
            sync(member, generation, member.equals(members.getFirst()) ? assignments : Map.of());
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    ErrorCode heartbeat(String memberId, int generation) {
        var context = context(4);
        run(coordinator.onHeartbeat(
                new HeartbeatRequest().groupId(GROUP).memberId(memberId).generationId(generation), context, nowMs));
        return ErrorCode.of(((HeartbeatResponse) reply(context.token())).errorCode());
    }

    long leave(String memberId) {
        var request = new LeaveGroupRequest().groupId(GROUP);
        request.members().add(new LeaveGroupRequest.MemberIdentity().memberId(memberId));
        return leave(request, 5);
    }

    long leave(LeaveGroupRequest request, int version) {
        var context = context(version);
        run(coordinator.onLeaveGroup(request, context, nowMs));
        return context.token();
    }

    static OffsetCommitRequest commitRequest(
            String memberId, int generation, String topic, int partition, long offset) {
        var request =
                new OffsetCommitRequest().groupId(GROUP).memberId(memberId).generationIdOrMemberEpoch(generation);
        var entry = new OffsetCommitRequest.OffsetCommitRequestTopic().name(topic);
        entry.partitions()
                .add(new OffsetCommitRequest.OffsetCommitRequestPartition()
                        .partitionIndex(partition)
                        .committedOffset(offset)
                        .committedLeaderEpoch(3)
                        .committedMetadata("note"));
        request.topics().add(entry);
        return request;
    }

    long commit(OffsetCommitRequest request, int version) {
        var context = context(version);
        run(coordinator.onOffsetCommit(request, context, nowMs));
        return context.token();
    }

    ErrorCode commitNow(OffsetCommitRequest request, int version) {
        return commitError(commit(request, version));
    }

    ErrorCode commitError(long token) {
        var response = (OffsetCommitResponse) reply(token);
        return ErrorCode.of(response.topics().getFirst().partitions().getFirst().errorCode());
    }

    /// A commit of a tool, without a member.
    ErrorCode commitSimple(String topic, int partition, long offset) {
        return commitNow(commitRequest("", -1, topic, partition, offset), 9);
    }

    long commitSimpleLater(String topic, int partition, long offset) {
        return commit(commitRequest("", -1, topic, partition, offset), 9);
    }

    long committed(String topic, int partition) {
        var request = new OffsetFetchRequestGroup().groupId(GROUP);
        request.topics(new ArrayList<>(
                List.of(new OffsetFetchRequestTopics().name(topic).partitionIndexes(List.of(partition)))));
        return coordinator
                .fetchOffsets(request, false)
                .topics()
                .getFirst()
                .partitions()
                .getFirst()
                .committedOffset();
    }

    ErrorCode deleteGroup(String groupId) {
        var context = context(2);
        var request = new DeleteGroupsRequest().groupsNames(new ArrayList<>(List.of(groupId)));
        run(coordinator.onDeleteGroups(request, context, nowMs));
        var response = (DeleteGroupsResponse) reply(context.token());
        return ErrorCode.of(response.results().getFirst().errorCode());
    }

    long deleteGroupLater(String groupId) {
        var context = context(2);
        var request = new DeleteGroupsRequest().groupsNames(new ArrayList<>(List.of(groupId)));
        run(coordinator.onDeleteGroups(request, context, nowMs));
        return context.token();
    }

    OffsetDeleteResponse deleteOffset(String topic, int partition) {
        var request = new OffsetDeleteRequest().groupId(GROUP);
        var entry = new OffsetDeleteRequest.OffsetDeleteRequestTopic().name(topic);
        entry.partitions().add(new OffsetDeleteRequest.OffsetDeleteRequestPartition().partitionIndex(partition));
        request.topics().add(entry);
        var context = context(0);
        run(coordinator.onOffsetDelete(request, context, nowMs));
        return (OffsetDeleteResponse) reply(context.token());
    }

    // ---- answers

    boolean isAnswered(long token) {
        return replies.containsKey(token);
    }

    Message reply(long token) {
        assertThat(replies).as("answer to %s", token).containsKey(token);
        return replies.get(token);
    }

    JoinGroupResponse joinResponse(long token) {
        return (JoinGroupResponse) reply(token);
    }

    ErrorCode joinError(long token) {
        return ErrorCode.of(joinResponse(token).errorCode());
    }

    SyncGroupResponse syncResponse(long token) {
        return (SyncGroupResponse) reply(token);
    }

    ErrorCode syncError(long token) {
        return ErrorCode.of(syncResponse(token).errorCode());
    }

    LeaveGroupResponse leaveResponse(long token) {
        return (LeaveGroupResponse) reply(token);
    }

    ErrorCode leaveError(long token) {
        return ErrorCode.of(leaveResponse(token).members().getFirst().errorCode());
    }

    String state() {
        return coordinator.describeGroup(GROUP, (short) 6).groupState();
    }

    int memberCount() {
        return coordinator.describeGroup(GROUP, (short) 6).members().size();
    }
}
