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
import io.highwater.broker.server.api.PartitionQuestions;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
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

    @Override
    public Api<DeleteRecordsRequest, DeleteRecordsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DeleteRecordsResponse> handle(Call call, DeleteRecordsRequest request) {
        var questions = new PartitionQuestions<Long>();
        request.topics().forEach(topic -> {
            questions.topic(topic.name());
            topic.partitions().forEach(asked -> questions.ask(asked.partitionIndex(), asked.offset()));
        });
        return questions
                .answers(
                        call,
                        node,
                        (id, before) -> delete(call, id, before),
                        (name, answers) ->
                                new DeleteRecordsTopicResult().name(name).partitions(answers))
                .thenApply(topics -> new DeleteRecordsResponse().topics(topics));
    }

    private DeleteRecordsPartitionResult delete(Call call, TopicPartition id, long before) {
        var answer = new DeleteRecordsPartitionResult()
                .partitionIndex(id.partition())
                .lowWatermark(UNKNOWN);
        Partition partition = node.partitions().find(id);
        if (partition == null) {
            return answer.errorCode(call.code(node.metadata().missing(id)));
        }
        if (node.metadata().isInternal(id.topic())) {
            return answer.errorCode(call.code(ErrorCode.INVALID_TOPIC_EXCEPTION));
        }
        ErrorCode error = partition.deleteRecords(before);
        return error == ErrorCode.NONE
                ? answer.lowWatermark(partition.logStartOffset())
                : answer.errorCode(call.code(error));
    }
}
