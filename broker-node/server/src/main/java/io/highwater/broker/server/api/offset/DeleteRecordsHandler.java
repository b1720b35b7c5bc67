package io.highwater.broker.server.api.offset;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.DeleteRecordsRequest;
import io.highwater.broker.protocol.message.DeleteRecordsResponse;
import io.highwater.broker.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.highwater.broker.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Takes the oldest records of partitions from readers.
public final class DeleteRecordsHandler implements Handler<DeleteRecordsRequest, DeleteRecordsResponse> {
    private static final Api<DeleteRecordsRequest, DeleteRecordsResponse> API =
            Api.of(ApiKey.DELETE_RECORDS, 0, 2, DeleteRecordsRequest::read);
    private static final long UNKNOWN = -1;

    private final Node node;

    public DeleteRecordsHandler(Node node) {
        this.node = node;
    }

    private record Target(TopicPartition id, long before) {}

    @Override
    public Api<DeleteRecordsRequest, DeleteRecordsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DeleteRecordsResponse> handle(Call call, DeleteRecordsRequest request) {
        List<Target> targets = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(asked ->
                                new Target(new TopicPartition(topic.name(), asked.partitionIndex()), asked.offset())))
                .toList();
        return Gather.gather(
                        call.shard(),
                        targets,
                        target -> node.shards().of(target.id()),
                        target -> CompletableFuture.completedFuture(delete(call, target)))
                .thenApply(answers -> respond(targets, answers));
    }

    private DeleteRecordsPartitionResult delete(Call call, Target target) {
        var answer = new DeleteRecordsPartitionResult()
                .partitionIndex(target.id().partition())
                .lowWatermark(UNKNOWN);
        Partition partition = node.partitions().find(target.id());
        if (partition == null) {
            return answer.errorCode(call.code(node.metadata().missing(target.id())));
        }
        if (node.metadata().isInternal(target.id().topic())) {
            return answer.errorCode(call.code(ErrorCode.INVALID_TOPIC_EXCEPTION));
        }
        ErrorCode error = partition.deleteRecords(target.before());
        return error == ErrorCode.NONE
                ? answer.lowWatermark(partition.logStartOffset())
                : answer.errorCode(call.code(error));
    }

    private static DeleteRecordsResponse respond(List<Target> targets, List<DeleteRecordsPartitionResult> answers) {
        var topics = new ArrayList<DeleteRecordsTopicResult>();
        for (int index = 0; index < targets.size(); index++) {
            String name = targets.get(index).id().topic();
            if (topics.isEmpty() || !topics.getLast().name().equals(name)) {
                topics.add(new DeleteRecordsTopicResult().name(name));
            }
            topics.getLast().partitions().add(answers.get(index));
        }
        return new DeleteRecordsResponse().topics(topics);
    }
}
