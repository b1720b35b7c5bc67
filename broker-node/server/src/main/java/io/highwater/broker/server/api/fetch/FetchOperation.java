package io.highwater.broker.server.api.fetch;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.FetchRequest;
import io.highwater.broker.protocol.message.FetchResponse;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.Records;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.runtime.FetchWaiter;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partition;
import io.highwater.broker.server.runtime.ReadOutcome;
import io.highwater.broker.server.runtime.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One fetch from its request to its response: read, and when there is not enough, park with the partitions and
/// read again when one of them has more, until there is enough or the time is up.
///
/// Thread-safety: owned by the shard of the connection; the partitions are asked on theirs.
final class FetchOperation {
    private static final byte READ_COMMITTED = 1;
    /// A client that asked for a new session and got nothing asks for it again.
    private static final int NO_SESSION = 0;

    private final Node node;
    private final Call call;
    private final FetchSessions.Context context;
    private final List<Target> targets;
    private final int minBytes;
    private final int maxBytes;
    private final boolean committedOnly;
    private final long deadlineMs;
    private final FetchWaiter waiter = this::wake;
    private final CompletableFuture<FetchResponse> response = new CompletableFuture<>();
    private boolean reading;
    private boolean wokenMeanwhile;
    private boolean parked;
    /// The timer runs by another clock than the deadline, which may be set back: when it rings, the time is up.
    private boolean expired;
    private Shard.@Nullable Timer timer;

    /// @param partition null when the topic id is not known here
    private record Target(FetchTarget wanted, @Nullable TopicPartition partition) {}

    FetchOperation(Node node, Call call, FetchRequest request, FetchSessions.Context context) {
        this.node = node;
        this.call = call;
        this.context = context;
        this.targets =
                context.targets().stream().map(target -> resolve(node, target)).toList();
        this.maxBytes = Math.min(
                Math.min(request.maxBytes(), node.fetchMaxBytes()),
                node.quotas().maxFetchBytes(call.clientId()));
        this.minBytes = Math.min(request.minBytes(), maxBytes);
        this.committedOnly = request.isolationLevel() == READ_COMMITTED;
        this.deadlineMs = call.shard().nowMs() + request.maxWaitMs();
    }

    CompletionStage<FetchResponse> start() {
        read();
        return response;
    }

    private static Target resolve(Node node, FetchTarget wanted) {
        FetchTarget.Key key = wanted.key();
        if (key.topicId().equals(Uuid.ZERO)) {
            return new Target(wanted, new TopicPartition(key.topic(), key.partition()));
        }
        return new Target(
                wanted,
                node.metadata()
                        .topicName(key.topicId())
                        .map(name -> new TopicPartition(name, key.partition()))
                        .orElse(null));
    }

    private void read() {
        reading = true;
        wokenMeanwhile = false;
        boolean mayWait = !expired && call.shard().nowMs() < deadlineMs;
        Gather.gather(call.shard(), targets, this::owner, target -> readOne(target, mayWait))
                .whenComplete((outcomes, error) -> {
                    if (error == null) {
                        judge(outcomes, mayWait);
                    } else {
                        parked = true;
                        unpark();
                        response.completeExceptionally(error);
                    }
                });
    }

    private Shard owner(Target target) {
        return target.partition() == null ? call.shard() : node.shards().of(target.partition());
    }

    /// On the shard of the partition: reading and parking are one step, so no append can slip between them.
    private CompletionStage<ReadOutcome> readOne(Target target, boolean mayWait) {
        if (target.partition() == null) {
            return CompletableFuture.completedFuture(ReadOutcome.failed(ErrorCode.UNKNOWN_TOPIC_ID));
        }
        Partition partition = node.partitions().find(target.partition());
        if (partition == null) {
            return CompletableFuture.completedFuture(
                    ReadOutcome.failed(node.metadata().missing(target.partition())));
        }
        FetchTarget wanted = target.wanted();
        ReadOutcome outcome = partition.read(
                wanted.offset(),
                Math.min(wanted.maxBytes(), maxBytes),
                committedOnly,
                wanted.leaderEpoch(),
                wanted.lastFetchedEpoch());
        if (mayWait && outcome.error() == ErrorCode.NONE) {
            partition.park(waiter);
        }
        return CompletableFuture.completedFuture(outcome);
    }

    private void judge(List<ReadOutcome> outcomes, boolean mayWait) {
        reading = false;
        parked |= mayWait;
        if (!mayWait || isEnough(outcomes)) {
            unpark();
            answer(outcomes);
            return;
        }
        outcomes.forEach(ReadOutcome::release);
        if (wokenMeanwhile) {
            read();
        } else if (timer == null) {
            timer = call.shard().schedule(deadlineMs - call.shard().nowMs(), this::expire);
        }
    }

    private boolean isEnough(List<ReadOutcome> outcomes) {
        if (targets.isEmpty()) {
            return true;
        }
        long bytes = 0;
        for (ReadOutcome outcome : outcomes) {
            if (outcome.error() != ErrorCode.NONE || outcome.divergence().isPresent()) {
                return true;
            }
            bytes += outcome.sizeInBytes();
        }
        return bytes >= minBytes;
    }

    /// From a partition's shard: it has more.
    private void wake() {
        call.shard().run(this::wakeHere);
    }

    private void expire() {
        expired = true;
        wakeHere();
    }

    private void wakeHere() {
        if (response.isDone()) {
            return;
        }
        if (reading) {
            wokenMeanwhile = true;
        } else {
            read();
        }
    }

    private void unpark() {
        if (timer != null) {
            timer.cancel();
        }
        if (!parked) {
            return;
        }
        for (Target target : targets) {
            TopicPartition id = target.partition();
            if (id != null) {
                node.shards().of(id).run(() -> {
                    Partition partition = node.partitions().find(id);
                    if (partition != null) {
                        partition.unpark(waiter);
                    }
                });
            }
        }
    }

    /// A client that is over its quota gets no records, only the time after which it may come back for them.
    private void answer(List<ReadOutcome> outcomes) {
        if (!node.quotas().areInForce()) {
            response.complete(respond(outcomes));
            return;
        }
        node.quotas()
                .fetched(call.clientId(), size(outcomes))
                .whenComplete((throttleMs, error) -> call.shard().run(() -> {
                    if (error != null || throttleMs == 0) {
                        response.complete(respond(outcomes));
                    } else {
                        outcomes.forEach(ReadOutcome::release);
                        int session = context.full() ? NO_SESSION : context.sessionId();
                        response.complete(new FetchResponse().sessionId(session).throttleTimeMs(throttleMs));
                    }
                }));
    }

    /// What fits into the answer, in bytes.
    private long size(List<ReadOutcome> outcomes) {
        long bytes = 0;
        for (ReadOutcome outcome : outcomes) {
            bytes += isOver(outcome, bytes) ? 0 : outcome.sizeInBytes();
        }
        return bytes;
    }

    private FetchResponse respond(List<ReadOutcome> outcomes) {
        var answer = new FetchResponse().sessionId(context.sessionId());
        var topics = new ArrayList<FetchResponse.FetchableTopicResponse>();
        long bytes = 0;
        for (int index = 0; index < outcomes.size(); index++) {
            FetchTarget.Key key = targets.get(index).wanted().key();
            ReadOutcome outcome = fitting(outcomes.get(index), bytes);
            bytes += outcome.sizeInBytes();
            FetchResponse.PartitionData data = data(key.partition(), outcome);
            boolean news = context.session() == null || context.session().isNews(key, data);
            if (context.full() || news) {
                topicOf(topics, key).partitions().add(data);
            } else {
                outcome.release();
            }
        }
        return answer.responses(topics);
    }

    /// Every shard read as if it had the whole limit to itself; what is over the limit waits for the next fetch.
    private ReadOutcome fitting(ReadOutcome outcome, long bytesBefore) {
        return isOver(outcome, bytesBefore) ? outcome.withoutRecords() : outcome;
    }

    private boolean isOver(ReadOutcome outcome, long bytesBefore) {
        return bytesBefore > 0 && bytesBefore + outcome.sizeInBytes() > maxBytes;
    }

    private FetchResponse.PartitionData data(int partition, ReadOutcome outcome) {
        var data = new FetchResponse.PartitionData()
                .partitionIndex(partition)
                .errorCode(call.code(outcome.error()))
                .highWatermark(outcome.highWatermark())
                .lastStableOffset(outcome.stableOffset())
                .abortedTransactions(aborted(outcome))
                .logStartOffset(outcome.logStartOffset())
                .records(outcome.records().<Records>map(records -> records).orElse(BufferRecords.EMPTY));
        outcome.divergence()
                .ifPresent(divergence -> data.divergingEpoch(new FetchResponse.EpochEndOffset()
                        .epoch(divergence.epoch())
                        .endOffset(divergence.endOffset())));
        return data;
    }

    /// Null, not empty, for those who read everything.
    private @Nullable List<FetchResponse.AbortedTransaction> aborted(ReadOutcome outcome) {
        if (!committedOnly) {
            return null;
        }
        return outcome.aborted().stream()
                .map(transaction -> new FetchResponse.AbortedTransaction()
                        .producerId(transaction.producerId())
                        .firstOffset(transaction.firstOffset()))
                .toList();
    }

    private static FetchResponse.FetchableTopicResponse topicOf(
            List<FetchResponse.FetchableTopicResponse> topics, FetchTarget.Key key) {
        if (!topics.isEmpty()) {
            FetchResponse.FetchableTopicResponse last = topics.getLast();
            if (last.topic().equals(key.topic()) && last.topicId().equals(key.topicId())) {
                return last;
            }
        }
        var topic =
                new FetchResponse.FetchableTopicResponse().topic(key.topic()).topicId(key.topicId());
        topics.add(topic);
        return topic;
    }
}
