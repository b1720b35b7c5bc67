package io.highwater.broker.server.api.group;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.OffsetFetchRequest;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.highwater.broker.protocol.message.OffsetFetchResponse;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// How far groups have read. Up to version 7 a request is about one group and has an older shape, which is translated
/// on the way in and out.
public final class OffsetFetchHandler implements Handler<OffsetFetchRequest, OffsetFetchResponse> {
    private static final Api<OffsetFetchRequest, OffsetFetchResponse> API =
            Api.of(ApiKey.OFFSET_FETCH, 1, 10, OffsetFetchRequest::read);
    private static final short FIRST_WITH_GROUPS = 8;
    private static final short FIRST_WITH_GROUP_ERROR = 2;
    private static final short FIRST_BY_TOPIC_ID = 10;

    private final Groups groups;
    private final ClusterMetadata metadata;

    public OffsetFetchHandler(Groups groups, ClusterMetadata metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public Api<OffsetFetchRequest, OffsetFetchResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<OffsetFetchResponse> handle(Call call, OffsetFetchRequest request) {
        List<OffsetFetchRequestGroup> asked =
                call.version() >= FIRST_WITH_GROUPS ? request.groups() : List.of(single(request));
        return Gather.gather(call.shard(), asked, _ -> call.shard(), group -> fetch(call, request, group))
                .thenApply(answers -> call.version() >= FIRST_WITH_GROUPS
                        ? new OffsetFetchResponse().groups(answers)
                        : single(call, asked.getFirst(), answers.getFirst()));
    }

    private CompletionStage<OffsetFetchResponseGroup> fetch(
            Call call, OffsetFetchRequest request, OffsetFetchRequestGroup group) {
        var ids = new TopicIds(metadata.image());
        boolean byId = call.version() >= FIRST_BY_TOPIC_ID;
        OffsetFetchRequestGroup asked = byId ? ids.named(group) : group;
        return groups.read(
                        group.groupId(),
                        coordinator -> coordinator.fetchOffsets(asked, request.requireStable()),
                        error -> new OffsetFetchResponseGroup()
                                .groupId(group.groupId())
                                .errorCode(call.code(error)))
                .thenApply(answer -> byId && answer.errorCode() == ErrorCode.NONE.code()
                        ? ids.identified(group, answer, call.code(unknownId(group, ids)))
                        : answer);
    }

    private static ErrorCode unknownId(OffsetFetchRequestGroup group, TopicIds ids) {
        return ids.knowsAll(group) ? ErrorCode.NONE : ErrorCode.UNKNOWN_TOPIC_ID;
    }

    private static OffsetFetchRequestGroup single(OffsetFetchRequest request) {
        var group = new OffsetFetchRequestGroup().groupId(request.groupId());
        var topics = request.topics();
        if (topics == null) {
            return group.topics(null);
        }
        var wanted = new ArrayList<OffsetFetchRequestTopics>();
        topics.forEach(topic -> wanted.add(
                new OffsetFetchRequestTopics().name(topic.name()).partitionIndexes(topic.partitionIndexes())));
        return group.topics(wanted);
    }

    /// Version 1 has no place for an error of the whole request and repeats it for every partition.
    private static OffsetFetchResponse single(
            Call call, OffsetFetchRequestGroup asked, OffsetFetchResponseGroup answer) {
        var response = new OffsetFetchResponse();
        if (call.version() >= FIRST_WITH_GROUP_ERROR) {
            response.errorCode(answer.errorCode());
        } else if (answer.errorCode() != ErrorCode.NONE.code()) {
            return response.topics(failed(asked, answer.errorCode()));
        }
        var topics = new ArrayList<OffsetFetchResponseTopic>();
        for (OffsetFetchResponse.OffsetFetchResponseTopics topic : answer.topics()) {
            var translated = new OffsetFetchResponseTopic().name(topic.name());
            topic.partitions()
                    .forEach(partition -> translated
                            .partitions()
                            .add(new OffsetFetchResponsePartition()
                                    .partitionIndex(partition.partitionIndex())
                                    .committedOffset(partition.committedOffset())
                                    .committedLeaderEpoch(partition.committedLeaderEpoch())
                                    .metadata(partition.metadata())
                                    .errorCode(partition.errorCode())));
            topics.add(translated);
        }
        return response.topics(topics);
    }

    private static List<OffsetFetchResponseTopic> failed(OffsetFetchRequestGroup asked, short error) {
        var failed = new ArrayList<OffsetFetchResponseTopic>();
        var topics = asked.topics();
        if (topics != null) {
            for (OffsetFetchRequestTopics topic : topics) {
                var answers = new OffsetFetchResponseTopic().name(topic.name());
                topic.partitionIndexes()
                        .forEach(index -> answers.partitions()
                                .add(new OffsetFetchResponsePartition()
                                        .partitionIndex(index)
                                        .committedOffset(-1)
                                        .metadata("")
                                        .errorCode(error)));
                failed.add(answers);
            }
        }
        return failed;
    }
}
