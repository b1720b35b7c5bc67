package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.OffsetDeleteRequest;
import io.highwater.broker.protocol.message.OffsetDeleteResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.concurrent.CompletionStage;

/// Forgets how far a group has read of some partitions.
public final class OffsetDeleteHandler implements Handler<OffsetDeleteRequest, OffsetDeleteResponse> {
    private static final Api<OffsetDeleteRequest, OffsetDeleteResponse> API =
            Api.of(ApiKey.OFFSET_DELETE, 0, 0, OffsetDeleteRequest::read);

    private final Groups groups;

    public OffsetDeleteHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<OffsetDeleteRequest, OffsetDeleteResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<OffsetDeleteResponse> handle(Call call, OffsetDeleteRequest request) {
        return groups.ask(
                request.groupId(),
                call.requester(),
                (coordinator, context, nowMs) -> coordinator.onOffsetDelete(request, context, nowMs),
                OffsetDeleteResponse.class,
                error -> new OffsetDeleteResponse().errorCode(call.code(error)));
    }
}
