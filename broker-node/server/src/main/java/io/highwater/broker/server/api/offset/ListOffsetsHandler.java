package io.highwater.broker.server.api.offset;

import io.highwater.broker.log.OffsetAndTimestamp;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.ListOffsetsRequest;
import io.highwater.broker.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.highwater.broker.protocol.message.ListOffsetsResponse;
import io.highwater.broker.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.highwater.broker.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.api.PartitionQuestions;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Where a partition begins, where it ends, and where a time lies in it. Nothing is tiered here: the earliest local
/// offset is the earliest, and there is neither a latest tiered one nor one that waits for its upload.
public final class ListOffsetsHandler implements Handler<ListOffsetsRequest, ListOffsetsResponse> {
    private static final Api<ListOffsetsRequest, ListOffsetsResponse> API =
            Api.of(ApiKey.LIST_OFFSETS, 1, 11, ListOffsetsRequest::read);

    private static final long UNKNOWN = -1;
    private static final short FIRST_WITH_EPOCH = 4;
    private static final int NO_EPOCH = -1;

    /// Timestamps that mean a place, and the version that each came with.
    private enum Place {
        LATEST(-1, 1),
        EARLIEST(-2, 1),
        MAX_TIMESTAMP(-3, 7),
        EARLIEST_LOCAL(-4, 8),
        LATEST_TIERED(-5, 9),
        EARLIEST_PENDING_UPLOAD(-6, 11);

        private final long timestamp;
        private final int since;

        Place(long timestamp, int since) {
            this.timestamp = timestamp;
            this.since = since;
        }

        static Optional<Place> of(long timestamp, short version) {
            for (Place place : values()) {
                if (place.timestamp == timestamp && place.since <= version) {
                    return Optional.of(place);
                }
            }
            return Optional.empty();
        }
    }

    private final Node node;

    public ListOffsetsHandler(Node node) {
        this.node = node;
    }

    @Override
    public Api<ListOffsetsRequest, ListOffsetsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<ListOffsetsResponse> handle(Call call, ListOffsetsRequest request) {
        var questions = new PartitionQuestions<ListOffsetsPartition>();
        request.topics().forEach(topic -> {
            questions.topic(topic.name());
            topic.partitions().forEach(asked -> questions.ask(asked.partitionIndex(), asked));
        });
        var repeated = questions.repeated();
        return questions
                .answers(
                        call,
                        node,
                        (id, asked) -> repeated.contains(id)
                                ? answer(asked).errorCode(call.code(ErrorCode.INVALID_REQUEST))
                                : find(call, id, asked),
                        (name, answers) ->
                                new ListOffsetsTopicResponse().name(name).partitions(answers))
                .thenApply(topics -> new ListOffsetsResponse().topics(topics));
    }

    private static ListOffsetsPartitionResponse answer(ListOffsetsPartition asked) {
        return new ListOffsetsPartitionResponse()
                .partitionIndex(asked.partitionIndex())
                .offset(UNKNOWN)
                .timestamp(UNKNOWN);
    }

    private ListOffsetsPartitionResponse find(Call call, TopicPartition id, ListOffsetsPartition asked) {
        Optional<Place> place = Place.of(asked.timestamp(), call.version());
        ListOffsetsPartitionResponse answer = answer(asked);
        if (asked.timestamp() < 0 && place.isEmpty()) {
            return answer.errorCode(call.code(ErrorCode.UNSUPPORTED_VERSION));
        }
        Partition partition = node.partitions().find(id);
        if (partition == null) {
            return answer.errorCode(call.code(node.metadata().missing(id)));
        }
        ErrorCode error = partition.checkEpoch(asked.currentLeaderEpoch());
        if (error != ErrorCode.NONE) {
            return answer.errorCode(call.code(error));
        }
        try {
            place.ifPresentOrElse(
                    known -> find(partition, known, answer),
                    () -> found(partition.offsetForTimestamp(asked.timestamp()), answer));
        } catch (DirectoryFaultException | CorruptBatchException e) {
            return answer.errorCode(call.code(partition.unreadable(e)));
        }
        return call.version() >= FIRST_WITH_EPOCH ? answer : answer.leaderEpoch(NO_EPOCH);
    }

    private static void find(Partition partition, Place place, ListOffsetsPartitionResponse answer) {
        switch (place) {
            case LATEST -> answer.offset(partition.highWatermark()).leaderEpoch(partition.latestEpoch());
            case EARLIEST, EARLIEST_LOCAL ->
                answer.offset(partition.logStartOffset()).leaderEpoch(partition.earliestEpoch());
            case MAX_TIMESTAMP -> found(partition.offsetOfMaxTimestamp(), answer);
            case LATEST_TIERED, EARLIEST_PENDING_UPLOAD -> answer.leaderEpoch(NO_EPOCH);
        }
    }

    private static void found(Optional<OffsetAndTimestamp> found, ListOffsetsPartitionResponse answer) {
        found.ifPresent(record ->
                answer.offset(record.offset()).timestamp(record.timestamp()).leaderEpoch(record.leaderEpoch()));
    }
}
