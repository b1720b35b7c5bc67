package io.highwater.broker.server.api.cluster;

import io.highwater.broker.core.controller.BrokerImage;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.FindCoordinatorRequest;
import io.highwater.broker.protocol.message.FindCoordinatorResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.TopicCreation;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tells which broker coordinates a group. The first to ask makes the topic that coordinators keep their state in.
public final class FindCoordinatorHandler implements Handler<FindCoordinatorRequest, FindCoordinatorResponse> {
    private static final Api<FindCoordinatorRequest, FindCoordinatorResponse> API =
            Api.of(ApiKey.FIND_COORDINATOR, 0, 6, FindCoordinatorRequest::read);
    private static final short FIRST_WITH_SEVERAL_KEYS = 4;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;

    private final ClusterMetadata metadata;
    private final TopicCreation creation;
    private final int nodeId;

    public FindCoordinatorHandler(ClusterMetadata metadata, TopicCreation creation, int nodeId) {
        this.metadata = metadata;
        this.creation = creation;
        this.nodeId = nodeId;
    }

    @Override
    public Api<FindCoordinatorRequest, FindCoordinatorResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<FindCoordinatorResponse> handle(Call call, FindCoordinatorRequest request) {
        List<String> keys =
                call.version() >= FIRST_WITH_SEVERAL_KEYS ? request.coordinatorKeys() : List.of(request.key());
        if (request.keyType() != GROUP) {
            // Final on purpose: "not available" would make a transactional producer wait for what never comes.
            ErrorCode error =
                    request.keyType() == TRANSACTION ? ErrorCode.UNSUPPORTED_VERSION : ErrorCode.INVALID_REQUEST;
            return CompletableFuture.completedFuture(respond(call, keys, error));
        }
        if (metadata.partitionCount(Groups.OFFSETS_TOPIC) > 0) {
            return CompletableFuture.completedFuture(respond(call, keys, ErrorCode.NONE));
        }
        return creation.onDemand(List.of(Groups.OFFSETS_TOPIC))
                .thenApply(failures -> respond(call, keys, firstError(failures)));
    }

    private static ErrorCode firstError(Map<String, ErrorCode> failures) {
        return failures.isEmpty() ? ErrorCode.NONE : ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }

    private FindCoordinatorResponse respond(Call call, List<String> keys, ErrorCode error) {
        var response = new FindCoordinatorResponse();
        for (String key : keys) {
            FindCoordinatorResponse.Coordinator found = coordinator(call, key, error);
            if (call.version() >= FIRST_WITH_SEVERAL_KEYS) {
                response.coordinators().add(found);
            } else {
                response.errorCode(found.errorCode())
                        .errorMessage(found.errorMessage())
                        .nodeId(found.nodeId())
                        .host(found.host())
                        .port(found.port());
            }
        }
        return response;
    }

    private FindCoordinatorResponse.Coordinator coordinator(Call call, String key, ErrorCode error) {
        Optional<BrokerImage.Endpoint> endpoint = Optional.ofNullable(
                        metadata.image().brokers().get(nodeId))
                .flatMap(broker -> broker.endpoint(call.connection().listener()));
        if (error != ErrorCode.NONE || endpoint.isEmpty()) {
            ErrorCode reason = error == ErrorCode.NONE ? ErrorCode.COORDINATOR_NOT_AVAILABLE : error;
            return new FindCoordinatorResponse.Coordinator()
                    .key(key)
                    .errorCode(call.code(reason))
                    .errorMessage(reason.message())
                    .nodeId(-1)
                    .port(-1);
        }
        return new FindCoordinatorResponse.Coordinator()
                .key(key)
                .nodeId(nodeId)
                .host(endpoint.get().host())
                .port(endpoint.get().port());
    }
}
