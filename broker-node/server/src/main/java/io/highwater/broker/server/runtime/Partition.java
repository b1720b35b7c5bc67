package io.highwater.broker.server.runtime;

import io.highwater.broker.core.replication.PartitionLeader;
import io.highwater.broker.core.replication.ReplicationEffect;
import io.highwater.broker.core.replication.ReplicationEvent;
import io.highwater.broker.log.AppendOrigin;
import io.highwater.broker.log.AppendResult;
import io.highwater.broker.log.DeletionTask;
import io.highwater.broker.log.FetchResult;
import io.highwater.broker.log.FlushTask;
import io.highwater.broker.log.LogConfig;
import io.highwater.broker.log.OffsetAndTimestamp;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.log.ScrubTask;
import io.highwater.broker.log.epoch.EpochEnd;
import io.highwater.broker.log.producer.ProducerState;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.segment.DamagedRange;
import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.DiskFullException;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.record.BatchValidation;
import io.highwater.broker.server.metrics.LogMetrics;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One partition that is led here: its log, who waits for it to be durable, and who waits for more records.
///
/// ```
/// append → log (page cache) → flush in the background → high watermark → producers answered, consumers woken
/// ```
///
/// Appends that arrive while a flush is under way share the next one: that is the whole of group commit. In
/// page-cache mode there is no flush to wait for.
///
/// Thread-safety: none; owned by its shard.
public final class Partition {
    /// Answer when all in-sync replicas have the records.
    public static final short ACKS_ALL = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);
    /// How often a flush that found no room on the disk is tried again.
    private static final long ROOM_CHECK_MS = 1_000;

    private final TopicPartition id;
    private final Uuid topicId;
    private final PartitionLog log;
    private final Shard shard;
    private final Background background;
    private final LogMetrics metrics;
    private final int leaderEpoch;
    private final int nodeId;
    private final ProduceLane lane;
    private final AppendWaiters waitingForAll;
    private final AppendWaiters waitingForLeader;
    private final Set<FetchWaiter> parked = new LinkedHashSet<>();
    private final PartitionCompaction compaction;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Consumer<Throwable> onFault = _ -> {};
    private PartitionLeader leader;
    private boolean flushing;
    private volatile boolean closing;
    private volatile boolean offline;

    Partition(
            int nodeId,
            Uuid topicId,
            PartitionLog log,
            int leaderEpoch,
            int minInsyncReplicas,
            Shard shard,
            Background background,
            LogMetrics metrics) {
        this.id = log.partition();
        this.topicId = topicId;
        this.log = log;
        this.leaderEpoch = leaderEpoch;
        this.nodeId = nodeId;
        this.shard = shard;
        this.background = background;
        this.metrics = metrics;
        this.lane = new ProduceLane(shard, background, log::config);
        this.compaction = new PartitionCompaction(this, background);
        this.waitingForAll = new AppendWaiters(shard);
        this.waitingForLeader = new AppendWaiters(shard);
        this.leader = new PartitionLeader(
                nodeId, leaderEpoch, Set.of(nodeId), minInsyncReplicas, log.nextOffset(), log.nextOffset());
    }

    // --- plain facts

    public TopicPartition id() {
        return id;
    }

    public Uuid topicId() {
        return topicId;
    }

    /// The shard that owns this partition.
    public Shard shard() {
        return shard;
    }

    public long logStartOffset() {
        return log.logStartOffset();
    }

    /// Offset of the next record: the log end offset.
    public long nextOffset() {
        return log.nextOffset();
    }

    /// Consumers see everything before it.
    public long highWatermark() {
        return leader.highWatermark();
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }

    /// Bytes of all segments.
    public long sizeInBytes() {
        return log.size();
    }

    /// Whether the disk under this partition failed.
    public boolean isOffline() {
        return offline;
    }

    PartitionLog log() {
        return log;
    }

    /// What compaction does here.
    PartitionCompaction compaction() {
        return compaction;
    }

    /// Whether it takes no more requests.
    boolean isClosing() {
        return closing;
    }

    /// Hears when the disk under this partition fails: others lie on the same one.
    void onFault(Consumer<Throwable> listener) {
        onFault = listener;
    }

    void reconfigure(LogConfig config, int newMinInsyncReplicas) {
        log.reconfigure(config);
        leader = new PartitionLeader(
                nodeId,
                leaderEpoch,
                Set.of(nodeId),
                newMinInsyncReplicas,
                leader.highWatermark(),
                Math.max(leader.durableOffset(), leader.highWatermark()));
        leader.on(new ReplicationEvent.Appended(log.nextOffset()));
        advance();
        // With fewer replicas required the new leader may see further than the old one from the beginning.
        waitingForAll.completeUpTo(leader.highWatermark());
        wakeParked();
    }

    // --- append

    /// Appends one batch of a client. The buffer must stay valid until this completes, on this shard.
    public CompletionStage<AppendOutcome> append(ByteBuf batch, short acks, int timeoutMs) {
        AppendOutcome refusal = refuse(acks);
        return refusal == null ? lane.enter(batch, verdict -> appendProduced(verdict, acks, timeoutMs)) : done(refusal);
    }

    private CompletionStage<AppendOutcome> appendProduced(BatchValidation verdict, short acks, int timeoutMs) {
        return switch (verdict) {
            case BatchValidation.Valid(var batch) -> append(batch.slice(), acks, timeoutMs, AppendOrigin.ADMITTED);
            case BatchValidation.Invalid(var error, var message, var records) ->
                done(new AppendOutcome(error, -1, -1, log.logStartOffset(), message, records));
            case BatchValidation.TooLarge _ ->
                throw new IllegalStateException("the gate answers for what is too large");
        };
    }

    /// Appends the batch of a coordinator of this node. The buffer must stay valid until this returns, not
    /// longer. Completes on this shard.
    public CompletionStage<AppendOutcome> appendInternal(ByteBuf batch) {
        return append(batch, ACKS_ALL, Integer.MAX_VALUE, AppendOrigin.INTERNAL);
    }

    private CompletionStage<AppendOutcome> append(ByteBuf batch, short acks, int timeoutMs, AppendOrigin origin) {
        AppendOutcome refusal = refuse(acks);
        if (refusal != null) {
            return done(refusal);
        }
        AppendResult result;
        try {
            result = log.append(batch, leaderEpoch, origin, shard.nowMs());
        } catch (DirectoryFaultException e) {
            fault(e);
            return done(AppendOutcome.failed(ErrorCode.KAFKA_STORAGE_ERROR, String.valueOf(e.getMessage())));
        }
        if (!result.isAccepted()) {
            return done(new AppendOutcome(
                    result.error(), -1, -1, log.logStartOffset(), result.message(), result.recordErrors()));
        }
        return appended(batch.readableBytes(), result, acks, timeoutMs);
    }

    /// Null when this partition takes records now.
    private @Nullable AppendOutcome refuse(short acks) {
        if (offline) {
            return AppendOutcome.failed(ErrorCode.KAFKA_STORAGE_ERROR, "the disk under this partition failed");
        }
        if (closing) {
            return AppendOutcome.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, "");
        }
        ErrorCode refusal = leader.checkProduce(acks);
        return refusal == ErrorCode.NONE ? null : AppendOutcome.failed(refusal, refusal.message());
    }

    private CompletionStage<AppendOutcome> appended(int bytes, AppendResult result, short acks, int timeoutMs) {
        var outcome = AppendOutcome.written(result.baseOffset(), result.logAppendTimeMs(), log.logStartOffset());
        if (!result.duplicate()) {
            metrics.appended(bytes);
        }
        leader.on(new ReplicationEvent.Appended(log.nextOffset()));
        advance();
        flushWhatIsNew(result.rolled());
        long nextOffset = result.lastOffset() + 1;
        Optional<ErrorCode> known = leader.outcome(acks, nextOffset);
        if (known.isPresent()) {
            return done(
                    known.get() == ErrorCode.NONE
                            ? outcome
                            : AppendOutcome.failed(known.get(), known.get().message()));
        }
        return (acks == ACKS_ALL ? waitingForAll : waitingForLeader).await(nextOffset, outcome, timeoutMs);
    }

    private static CompletionStage<AppendOutcome> done(AppendOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    // --- read

    /// Reads from the batch that holds `offset` on, up to the high watermark.
    ///
    /// @param committedOnly    whether to stop before the first open transaction and to name the aborted ones
    /// @param knownLeaderEpoch the leader epoch that the client knows, -1 when it does not say
    /// @param lastFetchedEpoch the epoch of the record before `offset`, -1 when the client does not say
    public ReadOutcome read(
            long offset, int maxBytes, boolean committedOnly, int knownLeaderEpoch, int lastFetchedEpoch) {
        ErrorCode error = checkEpoch(knownLeaderEpoch);
        if (error != ErrorCode.NONE) {
            return ReadOutcome.failed(error);
        }
        if (lastFetchedEpoch >= 0) {
            EpochEnd end = log.endOffsetFor(lastFetchedEpoch);
            if (end.epoch() < lastFetchedEpoch || end.endOffset() < offset) {
                return new ReadOutcome(
                        ErrorCode.NONE,
                        leader.highWatermark(),
                        stableOffset(),
                        log.logStartOffset(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(new ReadOutcome.Divergence(end.epoch(), end.endOffset())));
            }
        }
        long stableOffset = stableOffset();
        long upper = committedOnly ? stableOffset : leader.highWatermark();
        try {
            return switch (log.read(offset, maxBytes, true, upper)) {
                case FetchResult.OffsetOutOfRange _ -> ReadOutcome.failed(ErrorCode.OFFSET_OUT_OF_RANGE);
                case FetchResult.FetchData(var records) ->
                    new ReadOutcome(
                            ErrorCode.NONE,
                            leader.highWatermark(),
                            stableOffset,
                            log.logStartOffset(),
                            committedOnly ? log.abortedTransactions(offset, upper) : List.of(),
                            records instanceof FileRecords slice ? Optional.of(slice) : Optional.empty(),
                            Optional.empty());
            };
        } catch (DirectoryFaultException | CorruptBatchException e) {
            return ReadOutcome.failed(unreadable(e));
        }
    }

    /// Where readers of committed records stop: before the first open transaction.
    public long stableOffset() {
        return log.lastStableOffset(leader.highWatermark());
    }

    /// Bytes of the log could not be read: what a client has to hear. A batch that has rotted on the disk
    /// concerns who asks for it, a disk that fails everybody.
    public ErrorCode unreadable(RuntimeException cause) {
        if (cause instanceof DiskFullException) {
            return ErrorCode.KAFKA_STORAGE_ERROR;
        }
        if (cause instanceof CorruptBatchException) {
            LOG.atError().addKeyValue("partition", id).setCause(cause).log("a batch on the disk is damaged");
            return ErrorCode.CORRUPT_MESSAGE;
        }
        fault(cause);
        return ErrorCode.KAFKA_STORAGE_ERROR;
    }

    /// Reads for this node itself, up to the end of the log.
    public Optional<FileRecords> readLocal(long offset, int maxBytes) {
        return log.read(offset, maxBytes, true, Long.MAX_VALUE) instanceof FetchResult.FetchData(FileRecords records)
                ? Optional.of(records)
                : Optional.empty();
    }

    /// What a client has to hear when its idea of the leader differs from ours.
    public ErrorCode checkEpoch(int knownLeaderEpoch) {
        if (offline) {
            return ErrorCode.KAFKA_STORAGE_ERROR;
        }
        if (closing) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        if (knownLeaderEpoch < 0 || knownLeaderEpoch == leaderEpoch) {
            return ErrorCode.NONE;
        }
        return knownLeaderEpoch < leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH;
    }

    /// Calls the waiter once when there is more to read.
    public void park(FetchWaiter waiter) {
        parked.add(waiter);
    }

    public void unpark(FetchWaiter waiter) {
        parked.remove(waiter);
    }

    /// The first record at or after a time that consumers can see.
    public Optional<OffsetAndTimestamp> offsetForTimestamp(long timestamp) {
        return log.offsetForTimestamp(timestamp).filter(found -> found.offset() < leader.highWatermark());
    }

    /// The first record with the largest timestamp that consumers can see.
    public Optional<OffsetAndTimestamp> offsetOfMaxTimestamp() {
        return log.offsetOfMaxTimestamp().filter(found -> found.offset() < leader.highWatermark());
    }

    /// The epoch that the newest record was written in, -1 when there is none.
    public int latestEpoch() {
        return log.epochs().latestEpoch();
    }

    /// The epoch of the first record that readers may ask for, -1 when there is none.
    public int earliestEpoch() {
        return log.epochs().epochOf(log.logStartOffset());
    }

    /// Where `epoch` ended.
    public EpochEnd endOffsetFor(int epoch) {
        return log.endOffsetFor(epoch);
    }

    /// Shows the producers that this partition remembers.
    public void visitProducers(Consumer<ProducerState> visitor) {
        log.producers().forEach(visitor);
    }

    // --- deletion

    /// Takes everything before `offset` from readers; -1 means all that they can see. A log that is only compacted
    /// loses nothing this way.
    public ErrorCode deleteRecords(long offset) {
        if (!log.config().deletes()) {
            return ErrorCode.POLICY_VIOLATION;
        }
        long before = offset == -1 ? leader.highWatermark() : offset;
        return before > leader.highWatermark() ? ErrorCode.OFFSET_OUT_OF_RANGE : log.deleteRecords(before);
    }

    /// Drops what retention does not keep, and producers that have been silent for long.
    void cleanUp(long producerExpirationMs) {
        if (closing || offline) {
            return;
        }
        log.expireProducers(shard.nowMs(), producerExpirationMs);
        try {
            DeletionTask deletion = log.deleteOldSegments(shard.nowMs(), leader.highWatermark());
            if (!deletion.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("partition", id)
                        .addKeyValue("offset", log.logStartOffset())
                        .log("dropped old segments");
                shard.schedule(deletion.delayMs(), () -> background.run(deletion));
            }
        } catch (DiskFullException e) {
            LOG.atDebug().addKeyValue("partition", id).setCause(e).log("no room to drop old segments; tried again");
        } catch (DirectoryFaultException | CorruptBatchException e) {
            unreadable(e);
        }
    }

    /// The next closed segment to be read again; see [Scrubber].
    Optional<ScrubTask> prepareScrub(long fromOffset) {
        return closing || offline ? Optional.empty() : log.prepareScrub(fromOffset);
    }

    List<DamagedRange> scrubbed(ScrubTask task) {
        return closing || offline ? List.of() : log.scrubbed(task);
    }

    // --- durability

    private void flushWhatIsNew(boolean rolled) {
        boolean groupCommit = log.config().flushMode() == LogConfig.FlushMode.GROUP_COMMIT;
        if (flushing || closing || offline || !(groupCommit || rolled)) {
            return;
        }
        (groupCommit ? log.prepareFlush() : log.prepareFlushOfSealed()).ifPresent(this::flush);
    }

    private void flush(FlushTask task) {
        flushing = true;
        background.flush(shard, () -> run(task)).whenComplete((took, error) -> {
            flushing = false;
            if (error == null) {
                metrics.flushed(took);
                log.flushed(task);
                advance();
                if (log.durableOffset() < log.nextOffset()) {
                    flushWhatIsNew(false);
                }
            } else if (error instanceof DiskFullException full) {
                noRoomToFlush(task, full);
            } else {
                fault(error);
            }
            workEnded();
        });
    }

    /// Records are in their file, but what belongs to them is not: nobody is told that they are safe. The flush
    /// is tried again until there is room.
    private void noRoomToFlush(FlushTask task, DiskFullException cause) {
        LOG.atWarn()
                .addKeyValue("partition", id)
                .addKeyValue("error", cause.getMessage())
                .log("the disk is full; records wait for room");
        log.notFlushed(task);
        failWaiting(AppendOutcome.failed(ErrorCode.KAFKA_STORAGE_ERROR, "The disk is full: " + cause.getMessage()));
        shard.schedule(ROOM_CHECK_MS, () -> flushWhatIsNew(true));
    }

    private static long run(FlushTask task) {
        long start = System.nanoTime();
        task.run();
        return System.nanoTime() - start;
    }

    private void advance() {
        List<ReplicationEffect> effects = leader.on(new ReplicationEvent.Durable(log.durableOffset()));
        waitingForLeader.completeUpTo(leader.durableOffset());
        if (!effects.isEmpty()) {
            waitingForAll.completeUpTo(leader.highWatermark());
            wakeParked();
        }
    }

    private void wakeParked() {
        if (!parked.isEmpty()) {
            List<FetchWaiter> woken = List.copyOf(parked);
            parked.clear();
            woken.forEach(FetchWaiter::wake);
        }
    }

    // --- the end

    /// The disk failed: nothing is acknowledged any more.
    void fault(Throwable cause) {
        if (offline) {
            return;
        }
        offline = true;
        log.fail(cause);
        metrics.failed();
        LOG.atError().addKeyValue("partition", id).setCause(cause).log("the disk failed; the partition is offline");
        failWaiting(AppendOutcome.failed(ErrorCode.KAFKA_STORAGE_ERROR, String.valueOf(cause.getMessage())));
        wakeParked();
        onFault.accept(cause);
    }

    /// Takes no more requests, sends away those who wait, and completes on this shard when neither a flush nor a
    /// compaction is under way: then the log may be closed.
    CompletionStage<Void> stop() {
        closing = true;
        failWaiting(AppendOutcome.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, "the partition is leaving this broker"));
        wakeParked();
        workEnded();
        return closed;
    }

    /// Something that worked on the files has ended.
    void workEnded() {
        if (closing && !flushing && !compaction.isUnderWay()) {
            closed.complete(null);
        }
    }

    private void failWaiting(AppendOutcome failure) {
        waitingForAll.failAll(failure);
        waitingForLeader.failAll(failure);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
