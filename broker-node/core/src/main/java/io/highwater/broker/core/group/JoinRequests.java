package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.AwaitingJoins;
import io.highwater.broker.core.group.GroupState.CompletingRebalance;
import io.highwater.broker.core.group.GroupState.Dead;
import io.highwater.broker.core.group.GroupState.Empty;
import io.highwater.broker.core.group.GroupState.GatheringMembers;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Decides what a JoinGroup means: a new member, a member that announces changes, or a static member that came back.
///
/// Map of the file: admission; new members; known members; static members that came back.
final class JoinRequests {
    /// From this version on a new dynamic member must come twice, so that a client that lost the first answer does
    /// not leave a ghost behind in the group.
    private static final short MEMBER_ID_REQUIRED = 4;

    private static final String NO_MEMBER = "";

    private final GroupSettings settings;
    private final RandomGenerator random;
    private final Groups groups;
    private final Rebalance rebalance;
    private final Outbox outbox;

    JoinRequests(GroupSettings settings, RandomGenerator random, Groups groups, Rebalance rebalance, Outbox outbox) {
        this.settings = settings;
        this.random = random;
        this.groups = groups;
        this.rebalance = rebalance;
        this.outbox = outbox;
    }

    // ---- admission

    void on(JoinGroupRequest request, RequestContext context, long nowMs) {
        if (request.groupId().isEmpty()) {
            refuse(request.memberId(), ErrorCode.INVALID_GROUP_ID, context);
        } else if (request.sessionTimeoutMs() < settings.minSessionTimeoutMs()
                || request.sessionTimeoutMs() > settings.maxSessionTimeoutMs()) {
            refuse(request.memberId(), ErrorCode.INVALID_SESSION_TIMEOUT, context);
        } else if (isUnknown(request) || groups.find(request.groupId()).isPresent()) {
            var group = groups.findOrCreate(request.groupId(), nowMs);
            admit(group, request, context, nowMs);
            groups.removeIfUnused(group);
        } else {
            refuse(request.memberId(), ErrorCode.UNKNOWN_MEMBER_ID, context);
        }
    }

    private void admit(Group group, JoinGroupRequest request, RequestContext context, long nowMs) {
        if (!hasRoomFor(group, request)) {
            turnAway(group, request, context, nowMs);
        } else if (group.isDead()) {
            refuse(request.memberId(), ErrorCode.COORDINATOR_NOT_AVAILABLE, context);
        } else if (!group.supports(request.protocolType(), request.protocols())) {
            refuse(request.memberId(), ErrorCode.INCONSISTENT_GROUP_PROTOCOL, context);
        } else if (isUnknown(request)) {
            welcomeStranger(group, request, context, nowMs);
        } else if (group.isPending(request.memberId())) {
            add(group, request.memberId(), request, context, nowMs);
        } else {
            rejoin(group, request, context, nowMs);
        }
    }

    private boolean hasRoomFor(Group group, JoinGroupRequest request) {
        return switch (group.state()) {
            case Empty _, Dead _ -> true;
            case GatheringMembers _, AwaitingJoins _ ->
                group.member(request.memberId()).map(Member::isAwaitingJoin).orElse(false)
                        || group.awaitingJoinCount() < settings.maxSize();
            case CompletingRebalance _, Stable _ ->
                group.hasMember(request.memberId())
                        || isReturning(group, request)
                        || group.members().size() < settings.maxSize();
        };
    }

    private static boolean isReturning(Group group, JoinGroupRequest request) {
        return isUnknown(request)
                && group.staticMember(request.groupInstanceId()).isPresent();
    }

    private void turnAway(Group group, JoinGroupRequest request, RequestContext context, long nowMs) {
        refuse(NO_MEMBER, ErrorCode.GROUP_MAX_SIZE_REACHED, context);
        rebalance.forget(group, request.memberId());
        rebalance.advance(group, nowMs);
    }

    // ---- new members

    private void welcomeStranger(Group group, JoinGroupRequest request, RequestContext context, long nowMs) {
        var instanceId = request.groupInstanceId();
        var memberId = (instanceId == null ? context.clientId() : instanceId) + "-" + randomId();
        var former = group.staticMember(instanceId);
        if (former.isPresent()) {
            replace(group, former.get(), memberId, request, context, nowMs);
        } else if (instanceId == null && context.version() >= MEMBER_ID_REQUIRED) {
            group.addPending(memberId);
            rebalance.startSession(group, memberId, request.sessionTimeoutMs(), nowMs);
            refuse(memberId, ErrorCode.MEMBER_ID_REQUIRED, context);
        } else {
            add(group, memberId, request, context, nowMs);
        }
    }

    private void add(Group group, String memberId, JoinGroupRequest request, RequestContext context, long nowMs) {
        if (request.groupInstanceId() != null
                && group.staticMember(request.groupInstanceId()).isPresent()) {
            // A pending id that now claims to be a static member which already exists under another id.
            refuse(memberId, ErrorCode.FENCED_INSTANCE_ID, context);
            return;
        }
        var member = Member.joining(memberId, request, context);
        member.awaitJoin(Waiting.of(context));
        rebalance.memberCame(group);
        group.add(member, request.protocolType());
        rebalance.startSession(group, memberId, settings.newMemberJoinTimeoutMs(), nowMs);
        rebalance.startOrAdvance(group, nowMs);
    }

    private String randomId() {
        // The layout of a random (version 4) UUID, as member ids have had it always.
        var high = (random.nextLong() & ~0xF000L) | 0x4000L;
        var low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    // ---- known members

    private void rejoin(Group group, JoinGroupRequest request, RequestContext context, long nowMs) {
        var error = group.check(request.memberId(), request.groupInstanceId());
        var member = group.member(request.memberId());
        if (error != ErrorCode.NONE || member.isEmpty()) {
            refuse(request.memberId(), error, context);
        } else {
            rejoin(group, member.get(), request, context, nowMs);
        }
    }

    private void rejoin(Group group, Member member, JoinGroupRequest request, RequestContext context, long nowMs) {
        switch (group.state()) {
            case GatheringMembers _, AwaitingJoins _ -> update(group, member, request, context, nowMs);
            case CompletingRebalance _ -> {
                if (member.protocols().equals(request.protocols())) {
                    // It may have missed our answer to its first join.
                    outbox.reply(context.token(), JoinReplies.joined(group, member, context.version()));
                } else {
                    update(group, member, request, context, nowMs);
                }
            }
            case Stable _ -> {
                if (group.isLeader(member.id()) || !member.protocols().equals(request.protocols())) {
                    // The leader joins again when topics or partitions have changed.
                    update(group, member, request, context, nowMs);
                } else {
                    outbox.reply(context.token(), JoinReplies.unchanged(group, member, context.version()));
                }
            }
            case Empty _, Dead _ -> refuse(member.id(), ErrorCode.UNKNOWN_MEMBER_ID, context);
        }
    }

    private void update(Group group, Member member, JoinGroupRequest request, RequestContext context, long nowMs) {
        update(member, request, context);
        rebalance.startOrAdvance(group, nowMs);
    }

    private void update(Member member, JoinGroupRequest request, RequestContext context) {
        member.update(
                request.protocols(), Member.rebalanceTimeoutMs(request, context.version()), request.sessionTimeoutMs());
        member.awaitJoin(Waiting.of(context))
                .ifPresent(repeated -> outbox.reply(
                        repeated,
                        JoinReplies.refusal(member.id(), ErrorCode.REBALANCE_IN_PROGRESS, repeated.version())));
    }

    // ---- static members that came back

    private void replace(
            Group group,
            String formerId,
            String memberId,
            JoinGroupRequest request,
            RequestContext context,
            long nowMs) {
        var formerLeader = group.leader().orElse(NO_MEMBER);
        group.member(formerId).ifPresent(rebalance::fence);
        rebalance.endSession(group, formerId);
        var instanceId = request.groupInstanceId() == null ? "" : request.groupInstanceId();
        var member = group.replaceStaticMember(instanceId, formerId, memberId);
        var before = new Former(formerId, formerLeader, member);
        rebalance.extendSession(group, member, nowMs);
        update(member, request, context);
        if (group.state() instanceof Stable
                && group.selectProtocol().equals(group.protocol().orElse(""))) {
            keepAssignment(group, member, instanceId, before, context);
        } else {
            rebalance.startOrAdvance(group, nowMs);
        }
    }

    /// Nothing changes for the others; only the log must learn the new id before the member may use it.
    private void keepAssignment(Group group, Member member, String instanceId, Former former, RequestContext context) {
        var generation = group.generation();
        outbox.append(List.of(GroupRecords.metadata(group, group.assignments())), (error, doneMs) -> {
            var stillThere = group.member(member.id()).isPresent() && member.isAwaitingJoin(context.token());
            if (!stillThere || group.generation() != generation || !(group.state() instanceof Stable)) {
                return; // A rebalance took the join over and answers it.
            }
            member.takeJoin();
            if (error == ErrorCode.NONE) {
                rebalance.extendSession(group, member, doneMs);
                var reply = JoinReplies.returned(group, member, former.leader(), context.version());
                outbox.reply(context.token(), reply);
                return;
            }
            rebalance.endSession(group, member.id());
            var restored = group.replaceStaticMember(instanceId, member.id(), former.id());
            former.restore(restored);
            rebalance.extendSession(group, restored, doneMs);
            refuse(NO_MEMBER, error, context);
        });
    }

    /// How a static member was before it came back.
    private record Former(
            String id,
            String leader,
            List<JoinGroupRequest.JoinGroupRequestProtocol> protocols,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs) {
        Former(String id, String leader, Member member) {
            this(id, leader, member.protocols(), member.rebalanceTimeoutMs(), member.sessionTimeoutMs());
        }

        void restore(Member member) {
            member.update(protocols, rebalanceTimeoutMs, sessionTimeoutMs);
        }
    }

    private static boolean isUnknown(JoinGroupRequest request) {
        return request.memberId().isEmpty();
    }

    private void refuse(String memberId, ErrorCode error, RequestContext context) {
        outbox.reply(context.token(), JoinReplies.refusal(memberId, error, context.version()));
    }
}
