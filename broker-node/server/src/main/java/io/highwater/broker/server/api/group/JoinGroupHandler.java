package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import io.highwater.broker.protocol.message.JoinGroupResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.concurrent.CompletionStage;

/// A member joins its group, or joins again because the group rebalances.
public final class JoinGroupHandler implements Handler<JoinGroupRequest, JoinGroupResponse> {
    private static final Api<JoinGroupRequest, JoinGroupResponse> API =
            Api.of(ApiKey.JOIN_GROUP, 0, 9, JoinGroupRequest::read);

    private final Groups groups;

    public JoinGroupHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<JoinGroupRequest, JoinGroupResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<JoinGroupResponse> handle(Call call, JoinGroupRequest request) {
        return groups.ask(
                request.groupId(),
                call.requester(),
                (coordinator, context, nowMs) -> coordinator.onJoinGroup(request, context, nowMs),
                JoinGroupResponse.class,
                error -> new JoinGroupResponse().errorCode(call.code(error)));
    }
}
