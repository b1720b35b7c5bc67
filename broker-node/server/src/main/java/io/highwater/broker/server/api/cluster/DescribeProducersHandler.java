package io.highwater.broker.server.api.cluster;

import io.highwater.broker.log.producer.ProducerState;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.DescribeProducersRequest;
import io.highwater.broker.protocol.message.DescribeProducersResponse;
import io.highwater.broker.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.highwater.broker.protocol.message.DescribeProducersResponse.TopicResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.PartitionQuestions;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import java.util.concurrent.CompletionStage;

/// The idempotent producers that a partition remembers, with their open transactions (KIP-664).
public final class DescribeProducersHandler implements Handler<DescribeProducersRequest, DescribeProducersResponse> {
    private static final Api<DescribeProducersRequest, DescribeProducersResponse> API =
            Api.of(ApiKey.DESCRIBE_PRODUCERS, 0, 0, DescribeProducersRequest::read);

    private final Node node;

    public DescribeProducersHandler(Node node) {
        this.node = node;
    }

    @Override
    public Api<DescribeProducersRequest, DescribeProducersResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeProducersResponse> handle(Call call, DescribeProducersRequest request) {
        var questions = new PartitionQuestions<Integer>();
        request.topics().forEach(topic -> {
            questions.topic(topic.name());
            topic.partitionIndexes().forEach(index -> questions.ask(index, index));
        });
        return questions
                .answers(
                        call,
                        node,
                        (id, _) -> describe(call, id),
                        (name, answers) -> new TopicResponse().name(name).partitions(answers))
                .thenApply(topics -> new DescribeProducersResponse().topics(topics));
    }

    private PartitionResponse describe(Call call, TopicPartition id) {
        var response = new PartitionResponse().partitionIndex(id.partition());
        Partition partition = node.partitions().find(id);
        if (partition == null) {
            ErrorCode missing = node.metadata().missing(id);
            return response.errorCode(call.code(missing)).errorMessage("%s: %s".formatted(id, missing.message()));
        }
        partition.visitProducers(producer -> response.activeProducers().add(describe(producer)));
        return response;
    }

    private static DescribeProducersResponse.ProducerState describe(ProducerState producer) {
        return new DescribeProducersResponse.ProducerState()
                .producerId(producer.producerId())
                .producerEpoch(producer.epoch())
                .lastSequence(producer.lastSequence())
                .lastTimestamp(producer.lastTimestampMs())
                .coordinatorEpoch(producer.coordinatorEpoch())
                .currentTxnStartOffset(producer.currentTxnFirstOffset());
    }
}
