package io.highwater.broker.core.group;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DeleteGroupsRequest;
import io.highwater.broker.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.highwater.broker.protocol.message.HeartbeatRequest;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupRequest;
import io.highwater.broker.protocol.message.ListGroupsResponse.ListedGroup;
import io.highwater.broker.protocol.message.OffsetCommitRequest;
import io.highwater.broker.protocol.message.OffsetDeleteRequest;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import java.util.List;
import java.util.random.RandomGenerator;

/// Coordinates the groups of one partition of `__consumer_offsets`.
///
/// Every input returns what the host must do, in that order; the state has changed already when it returns. Requests
/// are answered by a [GroupEffect.Reply] with their token, now or by a later input, and always exactly once. Whatever
/// a member or a reader of offsets may rely on is answered only after its record has been appended.
///
/// Life: [#replay] every record of the partition, [#onLoaded], any inputs, [#onResigned].
///
/// Thread-safety: none; owned by the partition's shard.
/// Source: Apache Kafka's classic group protocol; KIP-62 (rebalance timeout), KIP-134 (initial delay), KIP-345 (static
/// members), KIP-394 (member id required), KIP-559 (protocol type), KIP-814 (skip assignment).
public final class GroupCoordinator {
    private static final GroupTimer OFFSET_EXPIRY = new GroupTimer.OffsetExpiry();

    private final GroupSettings settings;
    private final Groups groups = new Groups();
    private final Outbox outbox = new Outbox();
    private final Timers timers = new Timers(outbox);
    private final Rebalance rebalance;
    private final JoinRequests joins;
    private final SyncRequests syncs;
    private final MemberRequests members;
    private final OffsetCommits commits;
    private final OffsetRemovals removals;

    /// @param random source of the random part of member ids
    public GroupCoordinator(GroupSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.rebalance = new Rebalance(settings, outbox, timers);
        this.joins = new JoinRequests(settings, random, groups, rebalance, outbox);
        this.syncs = new SyncRequests(groups, rebalance, outbox);
        this.members = new MemberRequests(groups, rebalance, outbox);
        this.commits = new OffsetCommits(settings, groups, rebalance, outbox);
        this.removals = new OffsetRemovals(settings, groups, rebalance, outbox);
    }

    // ---- requests

    /// JoinGroup: answered at once when refused or nothing changes, else when the joining phase ends.
    public List<GroupEffect> onJoinGroup(JoinGroupRequest request, RequestContext context, long nowMs) {
        joins.on(request, context, nowMs);
        return outbox.drain();
    }

    /// SyncGroup: answered when the leader's assignment has been written.
    public List<GroupEffect> onSyncGroup(SyncGroupRequest request, RequestContext context, long nowMs) {
        syncs.on(request, context);
        return outbox.drain();
    }

    /// Heartbeat: answered at once.
    public List<GroupEffect> onHeartbeat(HeartbeatRequest request, RequestContext context, long nowMs) {
        members.onHeartbeat(request, context, nowMs);
        return outbox.drain();
    }

    /// LeaveGroup: answered at once, or after the last member's leaving has been written.
    public List<GroupEffect> onLeaveGroup(LeaveGroupRequest request, RequestContext context, long nowMs) {
        members.onLeaveGroup(request, context, nowMs);
        return outbox.drain();
    }

    /// OffsetCommit: answered when the offsets have been written. The host has checked that the partitions exist.
    public List<GroupEffect> onOffsetCommit(OffsetCommitRequest request, RequestContext context, long nowMs) {
        commits.on(request, context, nowMs);
        return outbox.drain();
    }

    /// DeleteGroups, with the groups of this coordinator only.
    public List<GroupEffect> onDeleteGroups(DeleteGroupsRequest request, RequestContext context, long nowMs) {
        removals.onDeleteGroups(request, context);
        return outbox.drain();
    }

    /// OffsetDelete. The host has checked that the partitions exist.
    public List<GroupEffect> onOffsetDelete(OffsetDeleteRequest request, RequestContext context, long nowMs) {
        removals.onOffsetDelete(request, context);
        return outbox.drain();
    }

    // ---- reads

    /// The offsets of one group; all of them when the request names no topics. Empty group, unknown group and unknown
    /// partition look alike: offset -1.
    ///
    /// @param requireStable refuse partitions for which a newer offset is being written
    public OffsetFetchResponseGroup fetchOffsets(OffsetFetchRequestGroup request, boolean requireStable) {
        return OffsetReads.fetch(groups.find(request.groupId()), request, requireStable);
    }

    /// The groups in these states and of these types; an empty filter lets everything pass. Case does not matter.
    public List<ListedGroup> listGroups(List<String> states, List<String> types) {
        return GroupReads.list(groups, states, types);
    }

    /// One group with its members.
    public DescribedGroup describeGroup(String groupId, short version) {
        return GroupReads.describe(groups, groupId, version);
    }

    // ---- the host's events

    /// A timer fired. Stale and early firings are ignored.
    public List<GroupEffect> onTimer(GroupTimer timer, long nowMs) {
        if (timers.isDue(timer, nowMs)) {
            due(timer, nowMs);
        }
        return outbox.drain();
    }

    private void due(GroupTimer timer, long nowMs) {
        switch (timer) {
            case GroupTimer.SessionTimeout(String groupId, String memberId) ->
                groups.find(groupId).ifPresent(group -> members.onSessionTimeout(group, memberId, nowMs));
            case GroupTimer.JoinDeadline(String groupId) ->
                groups.find(groupId).ifPresent(group -> rebalance.onJoinDeadline(group, nowMs));
            case GroupTimer.SyncDeadline(String groupId) ->
                groups.find(groupId).ifPresent(group -> rebalance.onSyncDeadline(group, nowMs));
            case GroupTimer.OffsetExpiry() -> {
                removals.expire(nowMs);
                timers.schedule(OFFSET_EXPIRY, nowMs + settings.offsetsExpiryIntervalMs());
            }
        }
    }

    /// The append is durable.
    public List<GroupEffect> onAppended(long appendId, long nowMs) {
        outbox.complete(appendId, ErrorCode.NONE, nowMs);
        return outbox.drain();
    }

    /// The append did not happen; `error` says why, in the words of the log.
    public List<GroupEffect> onAppendFailed(long appendId, ErrorCode error, long nowMs) {
        outbox.complete(appendId, error, nowMs);
        return outbox.drain();
    }

    /// These topics were deleted; their offsets go too.
    public List<GroupEffect> onTopicsDeleted(List<String> topics, long nowMs) {
        removals.onTopicsDeleted(topics);
        return outbox.drain();
    }

    // ---- loading and resigning

    /// Folds one record; in order of the log, before [#onLoaded].
    public void replay(GroupRecord record) {
        Replay.apply(groups, record);
    }

    /// The whole partition has been replayed. Members get a fresh session, so that the time we were away does not
    /// count against them.
    public List<GroupEffect> onLoaded(long nowMs) {
        for (var group : groups.all()) {
            for (var member : group.members()) {
                rebalance.extendSession(group, member, nowMs);
            }
            if (group.members().size() > settings.maxSize()) {
                rebalance.start(group, nowMs);
            }
        }
        timers.schedule(OFFSET_EXPIRY, nowMs + settings.offsetsExpiryIntervalMs());
        return outbox.drain();
    }

    /// The partition is led elsewhere now. Everybody who waits is sent there; the coordinator is empty afterwards and
    /// appends that are still under way must not be reported any more.
    public List<GroupEffect> onResigned(long nowMs) {
        for (var group : groups.all()) {
            for (var member : group.members()) {
                member.takeJoin()
                        .ifPresent(waiting -> outbox.reply(
                                waiting,
                                JoinReplies.refusal(member.id(), ErrorCode.NOT_COORDINATOR, waiting.version())));
                member.takeSync()
                        .ifPresent(waiting -> outbox.reply(waiting, Rebalance.syncRefusal(ErrorCode.NOT_COORDINATOR)));
            }
        }
        outbox.failAll(ErrorCode.NOT_COORDINATOR, nowMs);
        timers.cancelAll();
        groups.clear();
        outbox.forgetAppends();
        return outbox.drain().stream()
                .filter(effect -> effect instanceof GroupEffect.Reply || effect instanceof GroupEffect.CancelTimer)
                .toList();
    }
}
