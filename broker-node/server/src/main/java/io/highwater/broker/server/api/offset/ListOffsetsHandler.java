package io.highwater.broker.server.api.offset;

import io.highwater.broker.log.OffsetAndTimestamp;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.ListOffsetsRequest;
import io.highwater.broker.protocol.message.ListOffsetsResponse;
import io.highwater.broker.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.highwater.broker.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Where a partition begins, where it ends, and where a time lies in it.
public final class ListOffsetsHandler implements Handler<ListOffsetsRequest, ListOffsetsResponse> {
    private static final Api<ListOffsetsRequest, ListOffsetsResponse> API =
            Api.of(ApiKey.LIST_OFFSETS, 1, 11, ListOffsetsRequest::read);

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;
    private static final long UNKNOWN = -1;
    private static final short FIRST_WITH_EPOCH = 4;
    private static final int NO_EPOCH = -1;

    private final Node node;

    public ListOffsetsHandler(Node node) {
        this.node = node;
    }

    private record Target(TopicPartition id, ListOffsetsRequest.ListOffsetsPartition asked) {}

    @Override
    public Api<ListOffsetsRequest, ListOffsetsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<ListOffsetsResponse> handle(Call call, ListOffsetsRequest request) {
        List<Target> targets = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(asked -> new Target(new TopicPartition(topic.name(), asked.partitionIndex()), asked)))
                .toList();
        return Gather.gather(
                        call.shard(),
                        targets,
                        target -> node.shards().of(target.id()),
                        target -> CompletableFuture.completedFuture(find(call, target)))
                .thenApply(answers -> respond(targets, answers));
    }

    private ListOffsetsPartitionResponse find(Call call, Target target) {
        Partition partition = node.partitions().find(target.id());
        var answer = new ListOffsetsPartitionResponse()
                .partitionIndex(target.asked().partitionIndex())
                .offset(UNKNOWN)
                .timestamp(UNKNOWN);
        if (partition == null) {
            return answer.errorCode(call.code(node.metadata().missing(target.id())));
        }
        ErrorCode error = partition.checkEpoch(target.asked().currentLeaderEpoch());
        if (error != ErrorCode.NONE) {
            return answer.errorCode(call.code(error));
        }
        try {
            find(call, partition, target.asked().timestamp(), answer);
        } catch (DirectoryFaultException | CorruptBatchException e) {
            return answer.errorCode(call.code(partition.unreadable(e)));
        }
        return call.version() >= FIRST_WITH_EPOCH ? answer : answer.leaderEpoch(NO_EPOCH);
    }

    private static ListOffsetsPartitionResponse find(
            Call call, Partition partition, long timestamp, ListOffsetsPartitionResponse answer) {
        if (timestamp < EARLIEST_PENDING_UPLOAD) {
            return answer.errorCode(call.code(ErrorCode.UNSUPPORTED_VERSION));
        }
        if (timestamp == LATEST) {
            return answer.offset(partition.highWatermark()).leaderEpoch(partition.latestEpoch());
        }
        if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            return answer.offset(partition.logStartOffset()).leaderEpoch(partition.earliestEpoch());
        }
        if (timestamp == LATEST_TIERED) {
            return answer;
        }
        if (timestamp == EARLIEST_PENDING_UPLOAD) {
            return answer.offset(partition.logStartOffset()).leaderEpoch(partition.earliestEpoch());
        }
        Optional<OffsetAndTimestamp> found =
                timestamp == MAX_TIMESTAMP ? partition.offsetOfMaxTimestamp() : partition.offsetForTimestamp(timestamp);
        found.ifPresent(record ->
                answer.offset(record.offset()).timestamp(record.timestamp()).leaderEpoch(record.leaderEpoch()));
        return answer;
    }

    private static ListOffsetsResponse respond(List<Target> targets, List<ListOffsetsPartitionResponse> answers) {
        var topics = new ArrayList<ListOffsetsTopicResponse>();
        for (int index = 0; index < targets.size(); index++) {
            String name = targets.get(index).id().topic();
            if (topics.isEmpty() || !topics.getLast().name().equals(name)) {
                topics.add(new ListOffsetsTopicResponse().name(name));
            }
            topics.getLast().partitions().add(answers.get(index));
        }
        return new ListOffsetsResponse().topics(topics);
    }
}
