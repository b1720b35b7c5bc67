package io.highwater.broker.server.api.cluster;

import io.highwater.broker.core.controller.BrokerImage;
import io.highwater.broker.core.controller.InternalTopics;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeQuorumRequest;
import io.highwater.broker.protocol.message.DescribeQuorumResponse;
import io.highwater.broker.protocol.message.DescribeQuorumResponse.PartitionData;
import io.highwater.broker.protocol.message.DescribeQuorumResponse.ReplicaState;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The quorum of the metadata log: one voter, which leads (KIP-595, KIP-836, KIP-853).
public final class DescribeQuorumHandler implements Handler<DescribeQuorumRequest, DescribeQuorumResponse> {
    private static final Api<DescribeQuorumRequest, DescribeQuorumResponse> API =
            Api.of(ApiKey.DESCRIBE_QUORUM, 0, 2, DescribeQuorumRequest::read);
    private static final short FIRST_WITH_NODES = 2;

    private final ClusterMetadata metadata;
    private final ControllerHost host;
    private final int nodeId;

    public DescribeQuorumHandler(ClusterMetadata metadata, ControllerHost host, int nodeId) {
        this.metadata = metadata;
        this.host = host;
        this.nodeId = nodeId;
    }

    @Override
    public Api<DescribeQuorumRequest, DescribeQuorumResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeQuorumResponse> handle(Call call, DescribeQuorumRequest request) {
        return host.status().thenApply(status -> describe(call, request, status));
    }

    private DescribeQuorumResponse describe(Call call, DescribeQuorumRequest request, ControllerHost.Status status) {
        var response = new DescribeQuorumResponse();
        for (DescribeQuorumRequest.TopicData topic : request.topics()) {
            var described = new DescribeQuorumResponse.TopicData().topicName(topic.topicName());
            topic.partitions()
                    .forEach(partition -> described
                            .partitions()
                            .add(describe(call, topic.topicName(), partition.partitionIndex(), status)));
            response.topics().add(described);
        }
        BrokerImage self = metadata.image().brokers().get(nodeId);
        if (self != null && call.version() >= FIRST_WITH_NODES) {
            response.nodes().add(node(self));
        }
        return response;
    }

    private PartitionData describe(Call call, String topic, int partition, ControllerHost.Status status) {
        var described = new PartitionData().partitionIndex(partition);
        if (!topic.equals(InternalTopics.CLUSTER_METADATA) || partition != 0) {
            return described
                    .errorCode(call.code(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
                    .errorMessage("There is a quorum for %s-0 only, not for %s-%d."
                            .formatted(InternalTopics.CLUSTER_METADATA, topic, partition));
        }
        return described
                .leaderId(nodeId)
                .leaderEpoch(status.epoch())
                .highWatermark(status.committedOffset())
                .currentVoters(List.of(new ReplicaState()
                        .replicaId(nodeId)
                        .replicaDirectoryId(status.directoryId())
                        .logEndOffset(status.nextOffset())
                        .lastFetchTimestamp(status.nowMs())
                        .lastCaughtUpTimestamp(status.nowMs())));
    }

    /// The controller inside this node is asked where its clients are.
    private static DescribeQuorumResponse.Node node(BrokerImage self) {
        var node = new DescribeQuorumResponse.Node().nodeId(self.id());
        self.endpoints()
                .forEach(endpoint -> node.listeners()
                        .add(new DescribeQuorumResponse.Listener()
                                .name(endpoint.listener())
                                .host(endpoint.host())
                                .port(endpoint.port())));
        return node;
    }
}
