package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.LeaveGroupRequest;
import io.highwater.broker.protocol.message.LeaveGroupResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.concurrent.CompletionStage;

/// Members leave their group, or are made to by an administrator.
public final class LeaveGroupHandler implements Handler<LeaveGroupRequest, LeaveGroupResponse> {
    private static final Api<LeaveGroupRequest, LeaveGroupResponse> API =
            Api.of(ApiKey.LEAVE_GROUP, 0, 5, LeaveGroupRequest::read);

    private final Groups groups;

    public LeaveGroupHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<LeaveGroupRequest, LeaveGroupResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<LeaveGroupResponse> handle(Call call, LeaveGroupRequest request) {
        return groups.ask(
                request.groupId(),
                call.requester(),
                (coordinator, context, nowMs) -> coordinator.onLeaveGroup(request, context, nowMs),
                LeaveGroupResponse.class,
                error -> new LeaveGroupResponse().errorCode(call.code(error)));
    }
}
