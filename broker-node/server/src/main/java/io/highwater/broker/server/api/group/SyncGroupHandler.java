package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import io.highwater.broker.protocol.message.SyncGroupResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.concurrent.CompletionStage;

/// A member brings the assignment (the leader) or asks for its own part of it.
public final class SyncGroupHandler implements Handler<SyncGroupRequest, SyncGroupResponse> {
    private static final Api<SyncGroupRequest, SyncGroupResponse> API =
            Api.of(ApiKey.SYNC_GROUP, 0, 5, SyncGroupRequest::read);

    private final Groups groups;

    public SyncGroupHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<SyncGroupRequest, SyncGroupResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<SyncGroupResponse> handle(Call call, SyncGroupRequest request) {
        return groups.ask(
                request.groupId(),
                call.requester(),
                (coordinator, context, nowMs) -> coordinator.onSyncGroup(request, context, nowMs),
                SyncGroupResponse.class,
                error -> new SyncGroupResponse().errorCode(call.code(error)));
    }
}
