package io.highwater.broker.server.api.offset;

import io.highwater.broker.log.epoch.EpochEnd;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochRequest;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochResponse;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.highwater.broker.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
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

/// Where a leader epoch ended, by which a client finds out whether what it read is still there (KIP-320).
public final class OffsetForLeaderEpochHandler
        implements Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {
    private static final Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> API =
            Api.of(ApiKey.OFFSET_FOR_LEADER_EPOCH, 2, 4, OffsetForLeaderEpochRequest::read);

    private final Node node;

    public OffsetForLeaderEpochHandler(Node node) {
        this.node = node;
    }

    private record Target(TopicPartition id, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked) {}

    @Override
    public Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<OffsetForLeaderEpochResponse> handle(Call call, OffsetForLeaderEpochRequest request) {
        List<Target> targets = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(asked -> new Target(new TopicPartition(topic.topic(), asked.partition()), asked)))
                .toList();
        return Gather.gather(
                        call.shard(),
                        targets,
                        target -> node.shards().of(target.id()),
                        target -> CompletableFuture.completedFuture(find(call, target)))
                .thenApply(answers -> respond(targets, answers));
    }

    private EpochEndOffset find(Call call, Target target) {
        var answer = new EpochEndOffset().partition(target.id().partition());
        Partition partition = node.partitions().find(target.id());
        if (partition == null) {
            return answer.errorCode(call.code(node.metadata().missing(target.id())));
        }
        ErrorCode error = partition.checkEpoch(target.asked().currentLeaderEpoch());
        if (error != ErrorCode.NONE) {
            return answer.errorCode(call.code(error));
        }
        EpochEnd end = partition.endOffsetFor(target.asked().leaderEpoch());
        return answer.leaderEpoch(end.epoch()).endOffset(end.endOffset());
    }

    private static OffsetForLeaderEpochResponse respond(List<Target> targets, List<EpochEndOffset> answers) {
        var topics = new ArrayList<OffsetForLeaderTopicResult>();
        for (int index = 0; index < targets.size(); index++) {
            String name = targets.get(index).id().topic();
            if (topics.isEmpty() || !topics.getLast().topic().equals(name)) {
                topics.add(new OffsetForLeaderTopicResult().topic(name));
            }
            topics.getLast().partitions().add(answers.get(index));
        }
        return new OffsetForLeaderEpochResponse().topics(topics);
    }
}
