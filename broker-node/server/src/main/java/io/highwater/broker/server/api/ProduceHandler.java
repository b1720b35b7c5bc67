package io.highwater.broker.server.api;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.ProduceRequest;
import io.highwater.broker.protocol.message.ProduceResponse;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordError;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.server.runtime.AppendOutcome;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import io.highwater.broker.server.runtime.Shard;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Appends records. They are written to the log from the very buffer they arrived in, unless their topic wants
/// another codec.
public final class ProduceHandler implements Handler<ProduceRequest, ProduceResponse> {
    private static final Api<ProduceRequest, ProduceResponse> API = Api.of(ApiKey.PRODUCE, 3, 13, ProduceRequest::read);
    private static final short FIRST_VERSION_BY_TOPIC_ID = 13;
    private static final short FIRST_VERSION_WITH_ZSTD = 7;
    private static final short NO_ACKS = 0;

    private final Node node;

    public ProduceHandler(Node node) {
        this.node = node;
    }

    /// The records for one partition.
    ///
    /// @param topicIndex place of the topic in the request
    /// @param partition  null when the topic id is not known here
    private record Target(
            int topicIndex,
            ProduceRequest.TopicProduceData topic,
            ProduceRequest.PartitionProduceData data,
            @Nullable TopicPartition partition) {}

    @Override
    public Api<ProduceRequest, ProduceResponse> api() {
        return API;
    }

    @Override
    public boolean expectsResponse(ProduceRequest request) {
        return request.acks() != NO_ACKS;
    }

    @Override
    public CompletionStage<ProduceResponse> handle(Call call, ProduceRequest request) {
        List<Target> targets = targets(call.version(), request);
        if (request.acks() < -1 || request.acks() > 1) {
            var refused = AppendOutcome.failed(ErrorCode.INVALID_REQUIRED_ACKS, "acks must be 0, 1 or all");
            return CompletableFuture.completedFuture(
                    response(call, targets, targets.stream().map(_ -> refused).toList()));
        }
        if (request.transactionalId() != null) {
            var refused = AppendOutcome.failed(
                    ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT, "transactions are not part of this version");
            return CompletableFuture.completedFuture(
                    response(call, targets, targets.stream().map(_ -> refused).toList()));
        }
        return Gather.gather(
                        call.shard(), targets, target -> owner(call, target), target -> append(call, request, target))
                .thenApply(outcomes -> {
                    closeOnSilentFailure(request, outcomes);
                    return response(call, targets, outcomes);
                });
    }

    private List<Target> targets(short version, ProduceRequest request) {
        var targets = new ArrayList<Target>();
        for (int index = 0; index < request.topicData().size(); index++) {
            ProduceRequest.TopicProduceData topic = request.topicData().get(index);
            String name = version >= FIRST_VERSION_BY_TOPIC_ID ? nameOf(topic.topicId()) : topic.name();
            for (ProduceRequest.PartitionProduceData data : topic.partitionData()) {
                targets.add(
                        new Target(index, topic, data, name == null ? null : new TopicPartition(name, data.index())));
            }
        }
        return targets;
    }

    private @Nullable String nameOf(Uuid topicId) {
        return node.metadata().topicName(topicId).orElse(null);
    }

    private Shard owner(Call call, Target target) {
        return target.partition() == null ? call.shard() : node.shards().of(target.partition());
    }

    private CompletionStage<AppendOutcome> append(Call call, ProduceRequest request, Target target) {
        if (target.partition() == null) {
            return failed(ErrorCode.UNKNOWN_TOPIC_ID);
        }
        Partition partition = node.partitions().find(target.partition());
        if (partition == null) {
            return failed(node.metadata().missing(target.partition()));
        }
        if (!(target.data().records() instanceof BufferRecords(var buffer)) || !buffer.isReadable()) {
            return CompletableFuture.completedFuture(
                    AppendOutcome.failed(ErrorCode.INVALID_RECORD, "the request holds no record batch"));
        }
        if (node.metadata().isInternal(target.partition().topic())) {
            return failed(ErrorCode.INVALID_TOPIC_EXCEPTION);
        }
        AppendOutcome refusal = refuse(call.version(), buffer);
        return refusal == null
                ? partition.append(buffer, request.acks(), request.timeoutMs())
                : CompletableFuture.completedFuture(refusal);
    }

    /// Null for what this version of the request may carry. Bytes that are no batch are the log's to judge.
    private static @Nullable AppendOutcome refuse(short version, ByteBuf records) {
        if (records.readableBytes() < RecordBatch.HEADER_SIZE) {
            return null;
        }
        var batch = new RecordBatch(records, records.readerIndex());
        if (batch.magic() != RecordBatch.MAGIC) {
            return null;
        }
        if (batch.isTransactional()) {
            return AppendOutcome.failed(ErrorCode.INVALID_TXN_STATE, "transactions are not part of this version");
        }
        return version < FIRST_VERSION_WITH_ZSTD && batch.codecId() == Compression.ZSTD.id()
                ? AppendOutcome.failed(
                        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "zstd needs version 7 of the produce request")
                : null;
    }

    private static CompletionStage<AppendOutcome> failed(ErrorCode error) {
        return CompletableFuture.completedFuture(AppendOutcome.failed(error, ""));
    }

    /// A producer that wants no answers learns of an error by losing its connection, as with Apache Kafka.
    private static void closeOnSilentFailure(ProduceRequest request, List<AppendOutcome> outcomes) {
        if (request.acks() == NO_ACKS) {
            outcomes.stream()
                    .filter(outcome -> outcome.error() != ErrorCode.NONE)
                    .findFirst()
                    .ifPresent(outcome -> {
                        throw new RefusedRequestException(
                                "a produce with acks=0 failed with " + outcome.error() + " " + outcome.message());
                    });
        }
    }

    private static ProduceResponse response(Call call, List<Target> targets, List<AppendOutcome> outcomes) {
        var response = new ProduceResponse();
        int topicIndex = -1;
        var answers = new ProduceResponse.TopicProduceResponse();
        for (int index = 0; index < targets.size(); index++) {
            Target target = targets.get(index);
            if (target.topicIndex() != topicIndex) {
                topicIndex = target.topicIndex();
                answers = new ProduceResponse.TopicProduceResponse()
                        .name(target.topic().name())
                        .topicId(target.topic().topicId());
                response.responses().add(answers);
            }
            answers.partitionResponses().add(answer(call, target.data().index(), outcomes.get(index)));
        }
        return response;
    }

    private static ProduceResponse.PartitionProduceResponse answer(Call call, int partition, AppendOutcome outcome) {
        var answer = new ProduceResponse.PartitionProduceResponse()
                .index(partition)
                .errorCode(call.code(outcome.error()))
                .baseOffset(outcome.baseOffset())
                .logAppendTimeMs(outcome.appendTime())
                .logStartOffset(outcome.logStartOffset());
        if (!outcome.message().isEmpty()) {
            answer.errorMessage(outcome.message());
        }
        for (RecordError error : outcome.recordErrors()) {
            answer.recordErrors()
                    .add(new ProduceResponse.BatchIndexAndErrorMessage()
                            .batchIndex(error.index())
                            .batchIndexErrorMessage(error.message()));
        }
        return answer;
    }
}
