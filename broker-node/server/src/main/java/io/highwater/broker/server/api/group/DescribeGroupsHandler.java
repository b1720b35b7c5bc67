package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeGroupsRequest;
import io.highwater.broker.protocol.message.DescribeGroupsResponse;
import io.highwater.broker.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.Permissions;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.concurrent.CompletionStage;

/// Groups with their members and what these are assigned.
public final class DescribeGroupsHandler implements Handler<DescribeGroupsRequest, DescribeGroupsResponse> {
    private static final Api<DescribeGroupsRequest, DescribeGroupsResponse> API =
            Api.of(ApiKey.DESCRIBE_GROUPS, 0, 6, DescribeGroupsRequest::read);

    private final Groups groups;

    public DescribeGroupsHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Api<DescribeGroupsRequest, DescribeGroupsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeGroupsResponse> handle(Call call, DescribeGroupsRequest request) {
        return Gather.gather(call.shard(), request.groups(), _ -> call.shard(), groupId -> describe(call, groupId))
                .thenApply(described -> {
                    if (request.includeAuthorizedOperations()) {
                        described.stream()
                                .filter(group -> group.errorCode() == ErrorCode.NONE.code())
                                .forEach(group -> group.authorizedOperations(Permissions.GROUP));
                    }
                    return new DescribeGroupsResponse().groups(described);
                });
    }

    private CompletionStage<DescribedGroup> describe(Call call, String groupId) {
        return groups.read(
                groupId,
                coordinator -> coordinator.describeGroup(groupId, call.version()),
                error -> new DescribedGroup().groupId(groupId).errorCode(call.code(error)));
    }
}
