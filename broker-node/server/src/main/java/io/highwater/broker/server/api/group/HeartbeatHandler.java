package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.HeartbeatRequest;
import io.highwater.broker.protocol.message.HeartbeatResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.concurrent.CompletionStage;

/// A member says that it lives, and hears whether the group rebalances.
public final class HeartbeatHandler implements Handler<HeartbeatRequest, HeartbeatResponse> {
    private static final Api<HeartbeatRequest, HeartbeatResponse> API =
            Api.of(ApiKey.HEARTBEAT, 0, 4, HeartbeatRequest::read);

    private final Groups groups;

    public HeartbeatHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<HeartbeatRequest, HeartbeatResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<HeartbeatResponse> handle(Call call, HeartbeatRequest request) {
        return groups.ask(
                request.groupId(),
                call.requester(),
                (coordinator, context, nowMs) -> coordinator.onHeartbeat(request, context, nowMs),
                HeartbeatResponse.class,
                error -> new HeartbeatResponse().errorCode(call.code(error)));
    }
}
