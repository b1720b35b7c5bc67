package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.BrokerImage;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.PartitionImage;
import io.highwater.broker.core.controller.TopicImage;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.MetadataRequest;
import io.highwater.broker.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.highwater.broker.protocol.message.MetadataResponse;
import io.highwater.broker.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.highwater.broker.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.highwater.broker.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.Permissions;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.TopicCreation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Tells clients which topics there are, who leads their partitions and where the brokers are. Asking for a topic that
/// is not there makes it, where that is allowed; the answer waits for it, so that clients need not come back.
public final class MetadataHandler implements Handler<MetadataRequest, MetadataResponse> {
    private static final Api<MetadataRequest, MetadataResponse> API =
            Api.of(ApiKey.METADATA, 0, 13, MetadataRequest::read);
    /// Below this version an empty list of topics means all of them.
    private static final short FIRST_WITH_NO_TOPICS = 1;

    private final ClusterMetadata metadata;
    private final TopicCreation creation;
    private final String clusterId;
    private final int nodeId;

    public MetadataHandler(ClusterMetadata metadata, TopicCreation creation, String clusterId, int nodeId) {
        this.metadata = metadata;
        this.creation = creation;
        this.clusterId = clusterId;
        this.nodeId = nodeId;
    }

    @Override
    public Api<MetadataRequest, MetadataResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<MetadataResponse> handle(Call call, MetadataRequest request) {
        List<MetadataRequestTopic> asked = request.topics();
        boolean all = asked == null || (asked.isEmpty() && call.version() < FIRST_WITH_NO_TOPICS);
        if (asked == null || all) {
            MetadataImage image = metadata.image();
            return CompletableFuture.completedFuture(respond(
                    call,
                    request,
                    image,
                    image.topics().stream()
                            .map(topic -> describe(request, topic))
                            .toList()));
        }
        List<String> missing = request.allowAutoTopicCreation() ? missing(asked) : List.of();
        CompletionStage<Map<String, ErrorCode>> created =
                missing.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : creation.onDemand(missing);
        return created.thenApply(failures -> {
            MetadataImage image = metadata.image();
            return respond(
                    call,
                    request,
                    image,
                    asked.stream()
                            .map(topic -> find(call, request, image, topic, failures))
                            .toList());
        });
    }

    private List<String> missing(List<MetadataRequestTopic> asked) {
        MetadataImage image = metadata.image();
        var missing = new ArrayList<String>();
        for (MetadataRequestTopic topic : asked) {
            String name = topic.name();
            if (name != null
                    && topic.topicId().equals(Uuid.ZERO)
                    && image.topic(name).isEmpty()) {
                missing.add(name);
            }
        }
        return missing;
    }

    private MetadataResponseTopic find(
            Call call,
            MetadataRequest request,
            MetadataImage image,
            MetadataRequestTopic asked,
            Map<String, ErrorCode> failures) {
        String name = asked.name();
        if (!asked.topicId().equals(Uuid.ZERO)) {
            return image.topic(asked.topicId())
                    .map(topic -> describe(request, topic))
                    .orElseGet(() -> unknown(call, ErrorCode.UNKNOWN_TOPIC_ID, null, asked.topicId()));
        }
        if (name == null) {
            return unknown(call, ErrorCode.INVALID_REQUEST, "", Uuid.ZERO);
        }
        return image.topic(name)
                .map(topic -> describe(request, topic))
                .orElseGet(() -> unknown(
                        call, failures.getOrDefault(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), name, Uuid.ZERO));
    }

    private static MetadataResponseTopic unknown(Call call, ErrorCode error, @Nullable String name, Uuid id) {
        return new MetadataResponseTopic()
                .errorCode(call.code(error))
                .name(name)
                .topicId(id);
    }

    private MetadataResponseTopic describe(MetadataRequest request, TopicImage topic) {
        var described = new MetadataResponseTopic()
                .name(topic.name())
                .topicId(topic.id())
                .isInternal(metadata.isInternal(topic.name()));
        if (request.includeTopicAuthorizedOperations()) {
            described.topicAuthorizedOperations(Permissions.TOPIC);
        }
        topic.partitions().forEach(partition -> described.partitions().add(describe(partition)));
        return described;
    }

    private static MetadataResponsePartition describe(PartitionImage partition) {
        return new MetadataResponsePartition()
                .errorCode(
                        partition.leader() == PartitionImage.NO_LEADER
                                ? ErrorCode.LEADER_NOT_AVAILABLE.code()
                                : ErrorCode.NONE.code())
                .partitionIndex(partition.partition())
                .leaderId(partition.leader())
                .leaderEpoch(partition.leaderEpoch())
                .replicaNodes(partition.replicas())
                .isrNodes(partition.isr())
                .offlineReplicas(partition.leader() == PartitionImage.NO_LEADER ? partition.replicas() : List.of());
    }

    private MetadataResponse respond(
            Call call, MetadataRequest request, MetadataImage image, List<MetadataResponseTopic> topics) {
        var response =
                new MetadataResponse().clusterId(clusterId).controllerId(nodeId).topics(new ArrayList<>(topics));
        if (request.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(Permissions.CLUSTER);
        }
        for (BrokerImage broker : image.activeBrokers()) {
            broker.endpoint(call.connection().listener())
                    .ifPresent(endpoint -> response.brokers()
                            .add(new MetadataResponseBroker()
                                    .nodeId(broker.id())
                                    .host(endpoint.host())
                                    .port(endpoint.port())
                                    .rack(broker.rack().orElse(null))));
        }
        return response;
    }
}
