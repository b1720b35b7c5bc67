package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DeleteGroupsRequest;
import io.highwater.broker.protocol.message.DeleteGroupsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Forgets groups without members, offsets and all.
public final class DeleteGroupsHandler implements Handler<DeleteGroupsRequest, DeleteGroupsResponse> {
    private static final Api<DeleteGroupsRequest, DeleteGroupsResponse> API =
            Api.of(ApiKey.DELETE_GROUPS, 0, 2, DeleteGroupsRequest::read);

    private final Groups groups;

    public DeleteGroupsHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<DeleteGroupsRequest, DeleteGroupsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DeleteGroupsResponse> handle(Call call, DeleteGroupsRequest request) {
        return Gather.gather(call.shard(), request.groupsNames(), _ -> call.shard(), groupId -> delete(call, groupId))
                .thenApply(DeleteGroupsHandler::merge);
    }

    private CompletionStage<DeleteGroupsResponse> delete(Call call, String groupId) {
        var one = new DeleteGroupsRequest().groupsNames(new ArrayList<>(List.of(groupId)));
        return groups.ask(
                groupId,
                call.requester(),
                (coordinator, context, nowMs) -> coordinator.onDeleteGroups(one, context, nowMs),
                DeleteGroupsResponse.class,
                error -> refusal(call, groupId, error));
    }

    private static DeleteGroupsResponse refusal(Call call, String groupId, ErrorCode error) {
        var response = new DeleteGroupsResponse();
        response.results()
                .add(new DeleteGroupsResponse.DeletableGroupResult()
                        .groupId(groupId)
                        .errorCode(call.code(error)));
        return response;
    }

    private static DeleteGroupsResponse merge(List<DeleteGroupsResponse> parts) {
        var merged = new DeleteGroupsResponse();
        parts.forEach(part -> merged.results().addAll(part.results()));
        return merged;
    }
}
