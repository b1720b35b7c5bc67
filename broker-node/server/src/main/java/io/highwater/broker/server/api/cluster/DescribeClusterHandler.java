package io.highwater.broker.server.api.cluster;

import io.highwater.broker.core.controller.BrokerImage;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeClusterRequest;
import io.highwater.broker.protocol.message.DescribeClusterResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.Permissions;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The cluster's id, its nodes and its controller.
public final class DescribeClusterHandler implements Handler<DescribeClusterRequest, DescribeClusterResponse> {
    private static final Api<DescribeClusterRequest, DescribeClusterResponse> API =
            Api.of(ApiKey.DESCRIBE_CLUSTER, 0, 2, DescribeClusterRequest::read);
    private static final byte BROKERS = 1;

    private final ClusterMetadata metadata;
    private final String clusterId;
    private final int nodeId;

    public DescribeClusterHandler(ClusterMetadata metadata, String clusterId, int nodeId) {
        this.metadata = metadata;
        this.clusterId = clusterId;
        this.nodeId = nodeId;
    }

    @Override
    public Api<DescribeClusterRequest, DescribeClusterResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeClusterResponse> handle(Call call, DescribeClusterRequest request) {
        var response = new DescribeClusterResponse().clusterId(clusterId).controllerId(nodeId);
        if (request.endpointType() != BROKERS) {
            return CompletableFuture.completedFuture(response.endpointType(request.endpointType())
                    .errorCode(call.code(ErrorCode.MISMATCHED_ENDPOINT_TYPE))
                    .errorMessage("This is a broker's listener; the controller inside this node has none."));
        }
        if (request.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(Permissions.CLUSTER);
        }
        for (BrokerImage broker : metadata.image().brokers().values()) {
            if (broker.isActive() || request.includeFencedBrokers()) {
                broker.endpoint(call.connection().listener())
                        .ifPresent(endpoint -> response.brokers()
                                .add(new DescribeClusterResponse.DescribeClusterBroker()
                                        .brokerId(broker.id())
                                        .host(endpoint.host())
                                        .port(endpoint.port())
                                        .rack(broker.rack().orElse(null))
                                        .isFenced(broker.fenced())));
            }
        }
        return CompletableFuture.completedFuture(response);
    }
}
