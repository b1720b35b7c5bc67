package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.ListGroupsRequest;
import io.highwater.broker.protocol.message.ListGroupsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The groups of all coordinators of this node. While one of them is still loading, the answer says so: a list with
/// gaps would look like groups that went away.
public final class ListGroupsHandler implements Handler<ListGroupsRequest, ListGroupsResponse> {
    private static final Api<ListGroupsRequest, ListGroupsResponse> API =
            Api.of(ApiKey.LIST_GROUPS, 0, 5, ListGroupsRequest::read);

    private final Groups groups;

    public ListGroupsHandler(Groups groups) {
        this.groups = groups;
    }

    /// What one coordinator said.
    private record Part(ErrorCode error, List<ListGroupsResponse.ListedGroup> groups) {}

    @Override
    public Api<ListGroupsRequest, ListGroupsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<ListGroupsResponse> handle(Call call, ListGroupsRequest request) {
        return groups.readAll(
                        call.shard(),
                        coordinator -> new Part(
                                ErrorCode.NONE, coordinator.listGroups(request.statesFilter(), request.typesFilter())),
                        error -> new Part(error, List.of()))
                .thenApply(parts -> response(call, parts));
    }

    private static ListGroupsResponse response(Call call, List<Part> parts) {
        var listed = new ArrayList<ListGroupsResponse.ListedGroup>();
        for (Part part : parts) {
            if (part.error() == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
                return new ListGroupsResponse().errorCode(call.code(part.error()));
            }
            listed.addAll(part.groups());
        }
        return new ListGroupsResponse().groups(listed);
    }
}
