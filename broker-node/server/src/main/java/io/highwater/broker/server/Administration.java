package io.highwater.broker.server;

import io.highwater.broker.core.controller.ConfigDescriptions;
import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.core.controller.TopicPages;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest;
import io.highwater.broker.protocol.message.DescribeTransactionsRequest;
import io.highwater.broker.protocol.message.ElectLeadersRequest;
import io.highwater.broker.protocol.message.ListConfigResourcesRequest;
import io.highwater.broker.protocol.message.ListPartitionReassignmentsRequest;
import io.highwater.broker.protocol.message.ListPartitionReassignmentsResponse;
import io.highwater.broker.protocol.message.ListTransactionsRequest;
import io.highwater.broker.protocol.message.UpdateFeaturesRequest;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.DecisionHandler;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.ImageHandler;
import io.highwater.broker.server.api.Permissions;
import io.highwater.broker.server.api.cluster.DescribeProducersHandler;
import io.highwater.broker.server.api.cluster.DescribeQuorumHandler;
import io.highwater.broker.server.api.cluster.NoTransactions;
import io.highwater.broker.server.api.topic.DescribeTopicPartitionsHandler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.List;

/// The APIs that only administrators use, beside those of topics and configurations that everybody meets. Most are a
/// decision of the controller or a look at what it decided, and say here in one line which.
final class Administration {
    private Administration() {}

    static List<Handler<?, ?>> handlers(Apis apis, int partitionsPerPage) {
        ControllerHost host = apis.host();
        Controller controller = apis.controller();
        ClusterMetadata metadata = apis.node().metadata();
        return List.of(
                new DecisionHandler<>(
                        Api.of(ApiKey.ELECT_LEADERS, 0, 2, ElectLeadersRequest::read),
                        host,
                        (image, _, request) -> controller.electLeaders(image, request)),
                new DecisionHandler<>(
                        Api.of(ApiKey.ALTER_PARTITION_REASSIGNMENTS, 0, 1, AlterPartitionReassignmentsRequest::read),
                        host,
                        (image, _, request) -> controller.alterPartitionReassignments(image, request)),
                new ImageHandler<>(
                        Api.of(ApiKey.LIST_PARTITION_REASSIGNMENTS, 0, 0, ListPartitionReassignmentsRequest::read),
                        metadata,
                        // Nothing is copied between nodes, so none is ever under way.
                        (_, _, _) -> new ListPartitionReassignmentsResponse()),
                new DecisionHandler<>(
                        Api.of(ApiKey.UPDATE_FEATURES, 0, 2, UpdateFeaturesRequest::read),
                        host,
                        (image, call, request) -> controller.updateFeatures(image, request, call.version())),
                new ImageHandler<>(
                        Api.of(ApiKey.LIST_CONFIG_RESOURCES, 0, 1, ListConfigResourcesRequest::read),
                        metadata,
                        (image, call, request) -> ConfigDescriptions.list(image, request, call.version())),
                new DescribeTopicPartitionsHandler(metadata, new TopicPages(partitionsPerPage, Permissions.TOPIC)),
                new DescribeProducersHandler(apis.node()),
                new DescribeQuorumHandler(metadata, host, apis.nodeId()),
                new ImageHandler<>(
                        Api.of(ApiKey.LIST_TRANSACTIONS, 0, 2, ListTransactionsRequest::read),
                        metadata,
                        (_, call, request) -> NoTransactions.list(call, request)),
                new ImageHandler<>(
                        Api.of(ApiKey.DESCRIBE_TRANSACTIONS, 0, 0, DescribeTransactionsRequest::read),
                        metadata,
                        (_, call, request) -> NoTransactions.describe(call, request)));
    }
}
