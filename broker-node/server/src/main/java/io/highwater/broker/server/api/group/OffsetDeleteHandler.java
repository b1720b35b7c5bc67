package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.OffsetDeleteRequest;
import io.highwater.broker.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.highwater.broker.protocol.message.OffsetDeleteResponse;
import io.highwater.broker.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.highwater.broker.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Forgets how far a group has read of some partitions.
public final class OffsetDeleteHandler implements Handler<OffsetDeleteRequest, OffsetDeleteResponse> {
    private static final Api<OffsetDeleteRequest, OffsetDeleteResponse> API =
            Api.of(ApiKey.OFFSET_DELETE, 0, 0, OffsetDeleteRequest::read);

    private final Groups groups;
    private final ClusterMetadata metadata;

    public OffsetDeleteHandler(Groups groups, ClusterMetadata metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public Api<OffsetDeleteRequest, OffsetDeleteResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<OffsetDeleteResponse> handle(Call call, OffsetDeleteRequest request) {
        var refused = new ArrayList<OffsetDeleteResponseTopic>();
        request.topics().forEach(topic -> keepKnown(call, topic, refused));
        request.topics().removeIf(topic -> topic.partitions().isEmpty());
        return groups.ask(
                        request.groupId(),
                        call.requester(),
                        (coordinator, context, nowMs) -> coordinator.onOffsetDelete(request, context, nowMs),
                        OffsetDeleteResponse.class,
                        error -> new OffsetDeleteResponse().errorCode(call.code(error)))
                .thenApply(response -> merge(response, refused));
    }

    /// Partitions that do not exist are refused here; the rest is the coordinator's.
    private void keepKnown(Call call, OffsetDeleteRequestTopic topic, List<OffsetDeleteResponseTopic> refused) {
        int count = metadata.partitionCount(topic.name());
        var unknown = new OffsetDeleteResponseTopic().name(topic.name());
        topic.partitions().removeIf(partition -> {
            boolean isUnknown = partition.partitionIndex() < 0 || partition.partitionIndex() >= count;
            if (isUnknown) {
                unknown.partitions()
                        .add(new OffsetDeleteResponsePartition()
                                .partitionIndex(partition.partitionIndex())
                                .errorCode(call.code(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
            }
            return isUnknown;
        });
        if (!unknown.partitions().isEmpty()) {
            refused.add(unknown);
        }
    }

    private static OffsetDeleteResponse merge(OffsetDeleteResponse response, List<OffsetDeleteResponseTopic> refused) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            return response;
        }
        var topics = new ArrayList<>(response.topics());
        for (OffsetDeleteResponseTopic topic : refused) {
            topics.stream()
                    .filter(present -> present.name().equals(topic.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            present -> present.partitions().addAll(topic.partitions()), () -> topics.add(topic));
        }
        return response.topics(topics);
    }
}
