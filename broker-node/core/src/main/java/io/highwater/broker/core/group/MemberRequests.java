package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.CompletingRebalance;
import io.highwater.broker.core.group.GroupState.Dead;
import io.highwater.broker.core.group.GroupState.Empty;
import io.highwater.broker.core.group.GroupState.PreparingRebalance;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.HeartbeatRequest;
import io.highwater.broker.protocol.message.HeartbeatResponse;
import io.highwater.broker.protocol.message.LeaveGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.highwater.broker.protocol.message.LeaveGroupResponse;
import io.highwater.broker.protocol.message.LeaveGroupResponse.MemberResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Members that stay (heartbeats), go (LeaveGroup) or fall silent (session timeout).
final class MemberRequests {
    /// From this version on several members can leave with one request.
    private static final short BATCHED_LEAVE = 3;

    private final Groups groups;
    private final Rebalance rebalance;
    private final Outbox outbox;

    MemberRequests(Groups groups, Rebalance rebalance, Outbox outbox) {
        this.groups = groups;
        this.rebalance = rebalance;
        this.outbox = outbox;
    }

    // ---- staying

    void onHeartbeat(HeartbeatRequest request, RequestContext context, long nowMs) {
        var error = heartbeat(request, nowMs);
        outbox.reply(context.token(), new HeartbeatResponse().errorCode(error.code()));
    }

    private ErrorCode heartbeat(HeartbeatRequest request, long nowMs) {
        if (request.groupId().isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        var group = groups.find(request.groupId());
        return group.isEmpty() ? ErrorCode.UNKNOWN_MEMBER_ID : heartbeat(group.get(), request, nowMs);
    }

    private ErrorCode heartbeat(Group group, HeartbeatRequest request, long nowMs) {
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
        group.member(request.memberId()).ifPresent(member -> rebalance.extendSession(group, member, nowMs));
        return switch (group.state()) {
            case PreparingRebalance _ -> ErrorCode.REBALANCE_IN_PROGRESS;
            case CompletingRebalance _, Stable _ -> ErrorCode.NONE;
            case Empty _, Dead _ -> ErrorCode.UNKNOWN_MEMBER_ID;
        };
    }

    // ---- going

    void onLeaveGroup(LeaveGroupRequest request, RequestContext context, long nowMs) {
        if (request.groupId().isEmpty()) {
            refuseLeave(ErrorCode.INVALID_GROUP_ID, context);
            return;
        }
        var leaving = context.version() < BATCHED_LEAVE
                ? List.of(new MemberIdentity().memberId(request.memberId()))
                : request.members();
        var found = groups.find(request.groupId());
        if (found.isEmpty()) {
            answerLeave(leaving.stream().map(MemberRequests::unknown).toList(), context);
        } else if (found.get().isDead()) {
            refuseLeave(ErrorCode.COORDINATOR_NOT_AVAILABLE, context);
        } else {
            leave(found.get(), leaving, context, nowMs);
        }
    }

    private void leave(Group group, List<MemberIdentity> leaving, RequestContext context, long nowMs) {
        var results = new ArrayList<MemberResponse>();
        for (var identity : leaving) {
            results.add(leave(group, identity));
        }
        var anybodyLeft = results.stream().anyMatch(result -> result.errorCode() == ErrorCode.NONE.code());
        var append = anybodyLeft && !group.isEmpty() ? rebalance.startOrAdvance(group, nowMs) : OptionalLong.empty();
        if (append.isEmpty()) {
            answerLeave(results, context);
        } else {
            outbox.alsoAfter(append.getAsLong(), (error, _) -> {
                if (error == ErrorCode.NONE) {
                    answerLeave(results, context);
                } else {
                    refuseLeave(error, context);
                }
            });
        }
        groups.removeIfUnused(group);
    }

    private MemberResponse leave(Group group, MemberIdentity identity) {
        if (identity.memberId().isEmpty()) {
            var member = group.staticMember(identity.groupInstanceId()).flatMap(group::member);
            member.ifPresent(found -> rebalance.remove(group, found));
            return member.isPresent() ? result(identity, ErrorCode.NONE) : unknown(identity);
        }
        if (group.isPending(identity.memberId())) {
            rebalance.forget(group, identity.memberId());
            return result(identity, ErrorCode.NONE);
        }
        var error = group.check(identity.memberId(), identity.groupInstanceId());
        if (error == ErrorCode.NONE) {
            group.member(identity.memberId()).ifPresent(member -> rebalance.remove(group, member));
        }
        return result(identity, error);
    }

    private static MemberResponse unknown(MemberIdentity identity) {
        return result(identity, ErrorCode.UNKNOWN_MEMBER_ID);
    }

    private static MemberResponse result(MemberIdentity identity, ErrorCode error) {
        return new MemberResponse()
                .memberId(identity.memberId())
                .groupInstanceId(identity.groupInstanceId())
                .errorCode(error.code());
    }

    private void answerLeave(List<MemberResponse> results, RequestContext context) {
        var response = new LeaveGroupResponse();
        if (context.version() < BATCHED_LEAVE) {
            response.errorCode(results.getFirst().errorCode());
        } else {
            response.members(new ArrayList<>(results));
        }
        outbox.reply(context.token(), response);
    }

    private void refuseLeave(ErrorCode error, RequestContext context) {
        outbox.reply(context.token(), new LeaveGroupResponse().errorCode(error.code()));
    }

    // ---- falling silent

    void onSessionTimeout(Group group, String memberId, long nowMs) {
        if (group.isPending(memberId)) {
            rebalance.forget(group, memberId);
            rebalance.advance(group, nowMs);
            groups.removeIfUnused(group);
            return;
        }
        var member = group.member(memberId);
        if (member.isPresent() && !member.get().isExcusedFromHeartbeat()) {
            rebalance.remove(group, member.get());
            rebalance.startOrAdvance(group, nowMs);
        }
    }
}
