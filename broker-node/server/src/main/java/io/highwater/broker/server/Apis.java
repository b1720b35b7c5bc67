package io.highwater.broker.server;

import io.highwater.broker.core.controller.ConfigDescriptions;
import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.ProduceHandler;
import io.highwater.broker.server.api.cluster.DescribeClusterHandler;
import io.highwater.broker.server.api.cluster.DescribeLogDirsHandler;
import io.highwater.broker.server.api.cluster.FindCoordinatorHandler;
import io.highwater.broker.server.api.cluster.InitProducerIdHandler;
import io.highwater.broker.server.api.fetch.FetchHandler;
import io.highwater.broker.server.api.group.DeleteGroupsHandler;
import io.highwater.broker.server.api.group.DescribeGroupsHandler;
import io.highwater.broker.server.api.group.HeartbeatHandler;
import io.highwater.broker.server.api.group.JoinGroupHandler;
import io.highwater.broker.server.api.group.LeaveGroupHandler;
import io.highwater.broker.server.api.group.ListGroupsHandler;
import io.highwater.broker.server.api.group.OffsetCommitHandler;
import io.highwater.broker.server.api.group.OffsetDeleteHandler;
import io.highwater.broker.server.api.group.OffsetFetchHandler;
import io.highwater.broker.server.api.group.SyncGroupHandler;
import io.highwater.broker.server.api.offset.DeleteRecordsHandler;
import io.highwater.broker.server.api.offset.ListOffsetsHandler;
import io.highwater.broker.server.api.offset.OffsetForLeaderEpochHandler;
import io.highwater.broker.server.api.quota.AlterClientQuotasHandler;
import io.highwater.broker.server.api.quota.DescribeClientQuotasHandler;
import io.highwater.broker.server.api.quota.DescribeUserScramCredentialsHandler;
import io.highwater.broker.server.api.topic.AlterConfigsHandler;
import io.highwater.broker.server.api.topic.CreatePartitionsHandler;
import io.highwater.broker.server.api.topic.CreateTopicsHandler;
import io.highwater.broker.server.api.topic.DeleteTopicsHandler;
import io.highwater.broker.server.api.topic.DescribeConfigsHandler;
import io.highwater.broker.server.api.topic.IncrementalAlterConfigsHandler;
import io.highwater.broker.server.api.topic.MetadataHandler;
import io.highwater.broker.server.runtime.Background;
import io.highwater.broker.server.runtime.ControllerHost;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.ProducerIds;
import io.highwater.broker.server.runtime.Storage;
import io.highwater.broker.server.runtime.TopicCreation;
import java.util.ArrayList;
import java.util.List;

/// What the handlers are made of; the one place that names them all. ApiVersions is added by the broker,
/// because it answers from the finished table.
record Apis(
        Node node,
        Storage storage,
        ControllerHost host,
        Background background,
        Controller controller,
        ConfigDescriptions configs,
        TopicCreation creation,
        ProducerIds producerIds,
        String clusterId,
        int nodeId) {

    List<Handler<?, ?>> handlers(int fetchSessionSlots, int partitionsPerPage) {
        var all = new ArrayList<Handler<?, ?>>(dataAndGroups(fetchSessionSlots));
        all.addAll(Administration.handlers(this, partitionsPerPage));
        return all;
    }

    private List<Handler<?, ?>> dataAndGroups(int fetchSessionSlots) {
        return List.of(
                new ProduceHandler(node),
                new FetchHandler(node, fetchSessionSlots),
                new ListOffsetsHandler(node),
                new MetadataHandler(node.metadata(), creation, clusterId, nodeId),
                new OffsetCommitHandler(node.groups(), node.metadata()),
                new OffsetFetchHandler(node.groups(), node.metadata()),
                new FindCoordinatorHandler(node.metadata(), creation, nodeId),
                new JoinGroupHandler(node.groups()),
                new HeartbeatHandler(node.groups()),
                new LeaveGroupHandler(node.groups()),
                new SyncGroupHandler(node.groups()),
                new DescribeGroupsHandler(node.groups()),
                new ListGroupsHandler(node.groups()),
                new CreateTopicsHandler(host, controller, node.quotas()),
                new DeleteTopicsHandler(host, controller, node.quotas()),
                new DeleteRecordsHandler(node),
                new InitProducerIdHandler(producerIds),
                new OffsetForLeaderEpochHandler(node),
                new DescribeConfigsHandler(node.metadata(), configs),
                new AlterConfigsHandler(host, controller),
                new DescribeLogDirsHandler(node, storage),
                new CreatePartitionsHandler(host, controller, node.quotas()),
                new DeleteGroupsHandler(node.groups()),
                new IncrementalAlterConfigsHandler(host, controller),
                new OffsetDeleteHandler(node.groups(), node.metadata()),
                new DescribeClientQuotasHandler(node.metadata()),
                new DescribeUserScramCredentialsHandler(),
                new AlterClientQuotasHandler(host, controller, background),
                new DescribeClusterHandler(node.metadata(), clusterId, nodeId));
    }
}
