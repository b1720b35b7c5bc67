package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.AwaitingJoins;
import io.highwater.broker.core.group.GroupState.CompletingRebalance;
import io.highwater.broker.core.group.GroupState.Dead;
import io.highwater.broker.core.group.GroupState.Empty;
import io.highwater.broker.core.group.GroupState.GatheringMembers;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.JoinGroupResponse;
import io.highwater.broker.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Moves a group through its rebalance. Methods that may end a rebalance return the id of the append that this asked
/// for, so that whoever caused it can answer after the append.
///
/// Map of the file: starting; the joining phase and its deadline; completing the join; the syncing phase; sessions
/// and removal.
final class Rebalance {
    private final GroupSettings settings;
    private final Outbox outbox;
    private final Timers timers;

    Rebalance(GroupSettings settings, Outbox outbox, Timers timers) {
        this.settings = settings;
        this.outbox = outbox;
        this.timers = timers;
    }

    // ---- starting

    /// Starts a rebalance, or looks whether the running one can complete.
    OptionalLong startOrAdvance(Group group, long nowMs) {
        return group.state().canRebalance() ? start(group, nowMs) : advance(group, nowMs);
    }

    OptionalLong start(Group group, long nowMs) {
        if (group.state() instanceof CompletingRebalance) {
            withdrawAssignments(group, ErrorCode.REBALANCE_IN_PROGRESS, nowMs);
        }
        endSyncPhase(group);
        return group.isEmpty() ? gatherMembers(group, nowMs) : awaitJoins(group, nowMs);
    }

    private OptionalLong gatherMembers(Group group, long nowMs) {
        var delayMs = settings.initialRebalanceDelayMs();
        var remainingMs = Math.max(group.rebalanceTimeoutMs() - delayMs, 0);
        group.become(new GatheringMembers(false, delayMs, remainingMs), nowMs);
        if (delayMs == 0) {
            return completeJoin(group, nowMs);
        }
        timers.schedule(joinDeadline(group), nowMs + delayMs);
        return OptionalLong.empty();
    }

    private OptionalLong awaitJoins(Group group, long nowMs) {
        group.become(new AwaitingJoins(), nowMs);
        if (group.everybodyJoined()) {
            return completeJoin(group, nowMs);
        }
        timers.schedule(joinDeadline(group), nowMs + group.rebalanceTimeoutMs());
        return OptionalLong.empty();
    }

    // ---- the joining phase and its deadline

    /// Completes the joining phase if everybody is there. The first one of a group always runs its full delay.
    OptionalLong advance(Group group, long nowMs) {
        return group.state() instanceof AwaitingJoins && group.everybodyJoined()
                ? completeJoin(group, nowMs)
                : OptionalLong.empty();
    }

    /// A new member came; that prolongs the delay of a first rebalance.
    void memberCame(Group group) {
        if (group.state() instanceof GatheringMembers gathering) {
            group.amend(new GatheringMembers(true, gathering.delayMs(), gathering.remainingMs()));
        }
    }

    void onJoinDeadline(Group group, long nowMs) {
        switch (group.state()) {
            case GatheringMembers gathering -> gatherLongerOrComplete(group, gathering, nowMs);
            case AwaitingJoins _ -> completeJoin(group, nowMs);
            case Empty _, CompletingRebalance _, Stable _, Dead _ -> {}
        }
    }

    private void gatherLongerOrComplete(Group group, GatheringMembers gathering, long nowMs) {
        if (!gathering.grew() || gathering.remainingMs() == 0) {
            completeJoin(group, nowMs);
            return;
        }
        var delayMs = Math.min(settings.initialRebalanceDelayMs(), gathering.remainingMs());
        var remainingMs = Math.max(gathering.remainingMs() - gathering.delayMs(), 0);
        group.amend(new GatheringMembers(false, delayMs, remainingMs));
        timers.schedule(joinDeadline(group), nowMs + delayMs);
    }

    // ---- completing the join

    /// Ends the joining phase with those who are there. Dynamic members that did not come are out; static ones may be
    /// restarting and stay until their session ends.
    private OptionalLong completeJoin(Group group, long nowMs) {
        timers.cancel(joinDeadline(group));
        for (var absent : group.absentDynamicMembers()) {
            remove(group, absent);
        }
        if (!group.electJoinedLeader() && group.hasMembers()) {
            timers.schedule(joinDeadline(group), nowMs + group.rebalanceTimeoutMs());
            return OptionalLong.empty();
        }
        group.beginGeneration(nowMs);
        if (group.isEmpty()) {
            // If this append fails the log still names the last members; they time out when it is loaded.
            return OptionalLong.of(outbox.append(List.of(GroupRecords.metadata(group, Map.of())), (_, _) -> {}));
        }
        welcomeEverybody(group, nowMs);
        return OptionalLong.empty();
    }

    private void welcomeEverybody(Group group, long nowMs) {
        for (var member : group.members()) {
            member.takeJoin()
                    .ifPresent(waiting -> outbox.reply(waiting, JoinReplies.joined(group, member, waiting.version())));
            member.settle();
            extendSession(group, member, nowMs);
            group.addPendingSync(member.id());
        }
        timers.schedule(syncDeadline(group), nowMs + group.rebalanceTimeoutMs());
    }

    // ---- the syncing phase

    /// The assignment is in the log: everybody gets theirs.
    void settle(Group group, Map<String, byte[]> assignments, long nowMs) {
        for (var member : group.members()) {
            member.assign(assignments.getOrDefault(member.id(), Member.NO_ASSIGNMENT));
        }
        group.become(new Stable(), nowMs);
        for (var member : group.members()) {
            answerSync(group, member, assignmentOf(group, member), nowMs);
        }
    }

    /// There will be no assignment in this generation.
    void withdrawAssignments(Group group, ErrorCode error, long nowMs) {
        for (var member : group.members()) {
            member.assign(Member.NO_ASSIGNMENT);
            answerSync(group, member, syncRefusal(error), nowMs);
        }
    }

    SyncGroupResponse assignmentOf(Group group, Member member) {
        return new SyncGroupResponse()
                .protocolType(group.protocolType().orElse(null))
                .protocolName(group.protocol().orElse(null))
                .assignment(member.assignment());
    }

    private void answerSync(Group group, Member member, SyncGroupResponse response, long nowMs) {
        member.takeSync().ifPresent(waiting -> {
            outbox.reply(waiting, response);
            extendSession(group, member, nowMs);
        });
    }

    /// The member has come for its assignment.
    void syncArrived(Group group, Member member) {
        group.pendingSyncs().remove(member.id());
        if (group.pendingSyncs().isEmpty()) {
            timers.cancel(syncDeadline(group));
        }
    }

    /// Members that joined and never came for their assignment hold up the others: they are out.
    void onSyncDeadline(Group group, long nowMs) {
        var inSyncPhase = group.state() instanceof CompletingRebalance || group.state() instanceof Stable;
        if (!inSyncPhase || group.pendingSyncs().isEmpty()) {
            return;
        }
        for (var memberId : List.copyOf(group.pendingSyncs())) {
            group.member(memberId).ifPresent(member -> remove(group, member));
        }
        start(group, nowMs);
    }

    private void endSyncPhase(Group group) {
        group.pendingSyncs().clear();
        timers.cancel(syncDeadline(group));
    }

    // ---- sessions and removal

    void extendSession(Group group, Member member, long nowMs) {
        timers.schedule(session(group, member.id()), nowMs + member.sessionTimeoutMs());
    }

    void startSession(Group group, String memberId, long timeoutMs, long nowMs) {
        timers.schedule(session(group, memberId), nowMs + timeoutMs);
    }

    void endSession(Group group, String memberId) {
        timers.cancel(session(group, memberId));
    }

    /// Takes a member out and tells it so if it is waiting. Does not start a rebalance.
    void remove(Group group, Member member) {
        member.takeJoin().ifPresent(waiting -> outbox.reply(waiting, JoinReplies.removed(waiting.version())));
        member.takeSync().ifPresent(waiting -> outbox.reply(waiting, syncRefusal(ErrorCode.UNKNOWN_MEMBER_ID)));
        forget(group, member.id());
    }

    /// Takes a pending member out.
    void forget(Group group, String memberId) {
        group.remove(memberId);
        endSession(group, memberId);
    }

    /// A static member came back under another id while the old incarnation may still be waiting.
    void fence(Member old) {
        old.takeJoin().ifPresent(waiting -> outbox.reply(waiting, fencedJoin(old, waiting)));
        old.takeSync().ifPresent(waiting -> outbox.reply(waiting, syncRefusal(ErrorCode.FENCED_INSTANCE_ID)));
    }

    private static JoinGroupResponse fencedJoin(Member old, Waiting waiting) {
        return JoinReplies.refusal(old.id(), ErrorCode.FENCED_INSTANCE_ID, waiting.version());
    }

    static SyncGroupResponse syncRefusal(ErrorCode error) {
        return new SyncGroupResponse().errorCode(error.code());
    }

    private static GroupTimer joinDeadline(Group group) {
        return new GroupTimer.JoinDeadline(group.id());
    }

    private static GroupTimer syncDeadline(Group group) {
        return new GroupTimer.SyncDeadline(group.id());
    }

    private static GroupTimer session(Group group, String memberId) {
        return new GroupTimer.SessionTimeout(group.id(), memberId);
    }
}
