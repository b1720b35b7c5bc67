package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.OffsetCommitRequest;
import io.highwater.broker.protocol.message.OffsetCommitResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// A group remembers how far it has read. Partitions that do not exist are refused here; the rest is the coordinator's.
public final class OffsetCommitHandler implements Handler<OffsetCommitRequest, OffsetCommitResponse> {
    private static final Api<OffsetCommitRequest, OffsetCommitResponse> API =
            Api.of(ApiKey.OFFSET_COMMIT, 2, 10, OffsetCommitRequest::read);

    /// From this version on topics are named by their ids.
    private static final short FIRST_BY_TOPIC_ID = 10;

    private final Groups groups;
    private final ClusterMetadata metadata;

    public OffsetCommitHandler(Groups groups, ClusterMetadata metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public Api<OffsetCommitRequest, OffsetCommitResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<OffsetCommitResponse> handle(Call call, OffsetCommitRequest request) {
        var refused = new ArrayList<OffsetCommitResponse.OffsetCommitResponseTopic>();
        boolean byId = call.version() >= FIRST_BY_TOPIC_ID;
        var named = byId ? named(call, request.topics(), refused) : request.topics();
        request.topics(known(call, named, refused));
        return groups.ask(
                        request.groupId(),
                        call.requester(),
                        (coordinator, context, nowMs) -> coordinator.onOffsetCommit(request, context, nowMs),
                        OffsetCommitResponse.class,
                        error -> refusal(call, request, error))
                .thenApply(response -> merge(byId ? identified(response, named) : response, refused));
    }

    /// Translates ids into names, which is what coordinators know topics by.
    private List<OffsetCommitRequest.OffsetCommitRequestTopic> named(
            Call call,
            List<OffsetCommitRequest.OffsetCommitRequestTopic> topics,
            List<OffsetCommitResponse.OffsetCommitResponseTopic> refused) {
        var named = new ArrayList<OffsetCommitRequest.OffsetCommitRequestTopic>();
        for (OffsetCommitRequest.OffsetCommitRequestTopic topic : topics) {
            metadata.topicName(topic.topicId()).ifPresentOrElse(name -> named.add(topic.name(name)), () -> {
                var unknown = new OffsetCommitResponse.OffsetCommitResponseTopic().topicId(topic.topicId());
                topic.partitions()
                        .forEach(partition -> unknown.partitions()
                                .add(answer(call, partition.partitionIndex(), ErrorCode.UNKNOWN_TOPIC_ID)));
                refused.add(unknown);
            });
        }
        return named;
    }

    private static OffsetCommitResponse identified(
            OffsetCommitResponse response, List<OffsetCommitRequest.OffsetCommitRequestTopic> asked) {
        for (OffsetCommitResponse.OffsetCommitResponseTopic topic : response.topics()) {
            asked.stream()
                    .filter(candidate -> candidate.name().equals(topic.name()))
                    .findFirst()
                    .ifPresent(candidate -> topic.topicId(candidate.topicId()));
        }
        return response;
    }

    private List<OffsetCommitRequest.OffsetCommitRequestTopic> known(
            Call call,
            List<OffsetCommitRequest.OffsetCommitRequestTopic> topics,
            List<OffsetCommitResponse.OffsetCommitResponseTopic> refused) {
        var known = new ArrayList<OffsetCommitRequest.OffsetCommitRequestTopic>();
        for (OffsetCommitRequest.OffsetCommitRequestTopic topic : topics) {
            int count = metadata.partitionCount(topic.name());
            var unknown = new OffsetCommitResponse.OffsetCommitResponseTopic()
                    .name(topic.name())
                    .topicId(topic.topicId());
            topic.partitions().stream()
                    .filter(partition -> partition.partitionIndex() < 0 || partition.partitionIndex() >= count)
                    .forEach(partition -> unknown.partitions()
                            .add(answer(call, partition.partitionIndex(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
            if (!unknown.partitions().isEmpty()) {
                refused.add(unknown);
            }
            var rest = topic.partitions().stream()
                    .filter(partition -> partition.partitionIndex() >= 0 && partition.partitionIndex() < count)
                    .toList();
            if (!rest.isEmpty()) {
                known.add(topic.partitions(new ArrayList<>(rest)));
            }
        }
        return known;
    }

    private static OffsetCommitResponse refusal(Call call, OffsetCommitRequest request, ErrorCode error) {
        var response = new OffsetCommitResponse();
        for (OffsetCommitRequest.OffsetCommitRequestTopic topic : request.topics()) {
            var answers = new OffsetCommitResponse.OffsetCommitResponseTopic().name(topic.name());
            topic.partitions()
                    .forEach(partition -> answers.partitions().add(answer(call, partition.partitionIndex(), error)));
            response.topics().add(answers);
        }
        return response;
    }

    private static OffsetCommitResponse merge(
            OffsetCommitResponse response, List<OffsetCommitResponse.OffsetCommitResponseTopic> refused) {
        var topics = new ArrayList<>(response.topics());
        for (OffsetCommitResponse.OffsetCommitResponseTopic topic : refused) {
            topics.stream()
                    .filter(present -> present.name().equals(topic.name())
                            && present.topicId().equals(topic.topicId()))
                    .findFirst()
                    .ifPresentOrElse(
                            present -> present.partitions().addAll(topic.partitions()), () -> topics.add(topic));
        }
        return response.topics(topics);
    }

    private static OffsetCommitResponse.OffsetCommitResponsePartition answer(
            Call call, int partition, ErrorCode error) {
        return new OffsetCommitResponse.OffsetCommitResponsePartition()
                .partitionIndex(partition)
                .errorCode(call.code(error));
    }
}
