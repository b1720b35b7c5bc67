package io.highwater.broker.server.api.offset;

import io.highwater.broker.log.epoch.EpochEnd;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochRequest;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochResponse;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.PartitionQuestions;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import java.util.concurrent.CompletionStage;

/// Where a leader epoch ended, by which a client finds out whether what it read is still there (KIP-320).
public final class OffsetForLeaderEpochHandler
        implements Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {
    private static final Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> API =
            Api.of(ApiKey.OFFSET_FOR_LEADER_EPOCH, 2, 4, OffsetForLeaderEpochRequest::read);

    private final Node node;

    public OffsetForLeaderEpochHandler(Node node) {
        this.node = node;
    }

    @Override
    public Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<OffsetForLeaderEpochResponse> handle(Call call, OffsetForLeaderEpochRequest request) {
        var questions = new PartitionQuestions<OffsetForLeaderPartition>();
        request.topics().forEach(topic -> {
            questions.topic(topic.topic());
            topic.partitions().forEach(asked -> questions.ask(asked.partition(), asked));
        });
        return questions
                .answers(
                        call,
                        node,
                        (id, asked) -> find(call, id, asked),
                        (name, answers) ->
                                new OffsetForLeaderTopicResult().topic(name).partitions(answers))
                .thenApply(topics -> new OffsetForLeaderEpochResponse().topics(topics));
    }

    private EpochEndOffset find(Call call, TopicPartition id, OffsetForLeaderPartition asked) {
        var answer = new EpochEndOffset().partition(id.partition());
        Partition partition = node.partitions().find(id);
        if (partition == null) {
            return answer.errorCode(call.code(node.metadata().missing(id)));
        }
        ErrorCode error = partition.checkEpoch(asked.currentLeaderEpoch());
        if (error != ErrorCode.NONE) {
            return answer.errorCode(call.code(error));
        }
        EpochEnd end = partition.endOffsetFor(asked.leaderEpoch());
        return answer.leaderEpoch(end.epoch()).endOffset(end.endOffset());
    }
}
