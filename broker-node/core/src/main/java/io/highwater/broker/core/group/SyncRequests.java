package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.CompletingRebalance;
import io.highwater.broker.core.group.GroupState.Dead;
import io.highwater.broker.core.group.GroupState.Empty;
import io.highwater.broker.core.group.GroupState.PreparingRebalance;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the members that want their assignment, and takes the assignment from the leader.
final class SyncRequests {
    /// From this version on the request says for which protocol it asks.
    private static final short NAMES_PROTOCOL = 5;

    private final Groups groups;
    private final Rebalance rebalance;
    private final Outbox outbox;

    SyncRequests(Groups groups, Rebalance rebalance, Outbox outbox) {
        this.groups = groups;
        this.rebalance = rebalance;
        this.outbox = outbox;
    }

    void on(SyncGroupRequest request, RequestContext context) {
        var group = groups.find(request.groupId());
        if (context.version() >= NAMES_PROTOCOL && (request.protocolType() == null || request.protocolName() == null)) {
            refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, context);
        } else if (request.groupId().isEmpty()) {
            refuse(ErrorCode.INVALID_GROUP_ID, context);
        } else if (group.isEmpty()) {
            refuse(ErrorCode.UNKNOWN_MEMBER_ID, context);
        } else {
            on(group.get(), request, context);
        }
    }

    private void on(Group group, SyncGroupRequest request, RequestContext context) {
        var error = check(group, request);
        var member = group.member(request.memberId());
        if (error != ErrorCode.NONE || member.isEmpty()) {
            refuse(error, context);
        } else {
            sync(group, member.get(), request, context);
        }
    }

    private static ErrorCode check(Group group, SyncGroupRequest request) {
        if (group.isDead()) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        var error = group.check(request.memberId(), request.groupInstanceId());
        if (error != ErrorCode.NONE) {
            return error;
        }
        if (request.generationId() != group.generation()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        return contradicts(request.protocolType(), group.protocolType().orElse(null))
                        || contradicts(request.protocolName(), group.protocol().orElse(null))
                ? ErrorCode.INCONSISTENT_GROUP_PROTOCOL
                : ErrorCode.NONE;
    }

    private static boolean contradicts(@Nullable String claimed, @Nullable String actual) {
        return claimed != null && !claimed.equals(actual);
    }

    private void sync(Group group, Member member, SyncGroupRequest request, RequestContext context) {
        switch (group.state()) {
            case PreparingRebalance _ -> refuse(ErrorCode.REBALANCE_IN_PROGRESS, context);
            case CompletingRebalance completing -> await(group, member, completing, request, context);
            case Stable _ -> {
                rebalance.syncArrived(group, member);
                outbox.reply(context.token(), rebalance.assignmentOf(group, member));
            }
            case Empty _, Dead _ -> refuse(ErrorCode.UNKNOWN_MEMBER_ID, context);
        }
    }

    private void await(
            Group group,
            Member member,
            CompletingRebalance completing,
            SyncGroupRequest request,
            RequestContext context) {
        member.awaitSync(Waiting.of(context))
                .ifPresent(repeated -> outbox.reply(repeated, Rebalance.syncRefusal(ErrorCode.REBALANCE_IN_PROGRESS)));
        rebalance.syncArrived(group, member);
        if (group.isLeader(member.id()) && !completing.assignmentInFlight()) {
            store(group, request);
        }
    }

    /// Writes the assignment before anybody gets to see it.
    private void store(Group group, SyncGroupRequest request) {
        Map<String, byte[]> assignments = new HashMap<>();
        request.assignments().forEach(one -> assignments.put(one.memberId(), one.assignment()));
        var generation = group.generation();
        group.amend(new CompletingRebalance(true));
        outbox.append(List.of(GroupRecords.metadata(group, assignments)), (error, nowMs) -> {
            if (group.generation() != generation || !(group.state() instanceof CompletingRebalance)) {
                return; // Meanwhile another rebalance began; the next generation writes its own record.
            }
            if (error == ErrorCode.NONE) {
                rebalance.settle(group, assignments, nowMs);
            } else {
                rebalance.withdrawAssignments(group, error, nowMs);
                rebalance.startOrAdvance(group, nowMs);
            }
        });
    }

    private void refuse(ErrorCode error, RequestContext context) {
        outbox.reply(context.token(), Rebalance.syncRefusal(error));
    }
}
