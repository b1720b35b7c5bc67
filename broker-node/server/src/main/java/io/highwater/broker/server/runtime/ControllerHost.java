package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.ControllerResult;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.MetadataRecord;
import io.highwater.broker.core.controller.MetadataRecordCodec;
import io.highwater.broker.log.AppendOrigin;
import io.highwater.broker.log.AppendResult;
import io.highwater.broker.log.FlushTask;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what the controller decides: append the records to the metadata log, make them durable, fold them into
/// the image that everybody reads, open or close partitions accordingly, and only then answer.
///
/// Decisions do not wait for one another: each is made on the image that includes those still on their way to the disk,
/// and all that wait share a flush.
///
/// Thread-safety: [#decide] from anywhere; the rest is owned by the controller's shard.
public final class ControllerHost {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerHost.class);

    private final Shard shard;
    private final Background background;
    private final PartitionLog log;
    private final int epoch;
    private final Storage storage;
    private final ClusterMetadata metadata;
    private final LocalPartitions local;
    private final Uuid directoryId;
    private final ArrayDeque<Commit> uncommitted = new ArrayDeque<>();
    private MetadataImage appended;
    private boolean flushing;
    private boolean applying;

    /// A decision on its way to the disk.
    ///
    /// @param nextOffset one past its last record
    /// @param image      what the cluster looks like with it
    /// @param answer     answers the request
    private record Commit(long nextOffset, MetadataImage image, Runnable answer, CompletableFuture<?> request) {}

    /// @param loaded what the log folds to so far
    /// @param epoch  counts the starts of this controller
    private ControllerHost(
            Shard shard,
            Background background,
            PartitionLog log,
            MetadataImage loaded,
            int epoch,
            Storage storage,
            ClusterMetadata metadata,
            LocalPartitions local,
            Uuid directoryId) {
        this.shard = shard;
        this.background = background;
        this.log = log;
        this.appended = loaded;
        this.epoch = epoch;
        this.storage = storage;
        this.metadata = metadata;
        this.local = local;
        this.directoryId = directoryId;
    }

    /// Counts the starts of this controller; grows with every start of the node.
    public int epoch() {
        return epoch;
    }

    /// Where the metadata log stands.
    ///
    /// @param epoch           of the controller that leads it
    /// @param committedOffset everything before it is in force
    /// @param nextOffset      one past its last record
    /// @param directoryId     the log directory that it lies in
    public record Status(int epoch, long committedOffset, long nextOffset, Uuid directoryId, long nowMs) {}

    /// Where the metadata log stands now.
    public CompletionStage<Status> status() {
        return shard.ask(() -> CompletableFuture.completedFuture(
                new Status(epoch, log.durableOffset(), log.nextOffset(), directoryId, shard.nowMs())));
    }

    /// Puts this node in service; completes with the epoch of its registration when its partitions are open.
    public CompletionStage<Long> register(Registration registration) {
        return decide(image -> registration.decide(image, log.nextOffset()));
    }

    /// Opens the metadata log and folds it. Blocking; before the shards do anything.
    public static ControllerHost open(
            Shard shard, Background background, Storage storage, ClusterMetadata metadata, LocalPartitions local) {
        PartitionLog log = storage.openMetadataLog(shard.nowMs());
        MetadataImage loaded = MetadataLoad.load(log);
        int epoch = log.epochs().latestEpoch() + 1;
        return new ControllerHost(
                shard, background, log, loaded, epoch, storage, metadata, local, storage.metadataDirectoryId());
    }

    /// Takes a decision and completes with its response once it is committed and in force here. Completes on the
    /// controller's shard.
    public <R> CompletionStage<R> decide(Function<MetadataImage, ControllerResult<R>> decision) {
        return shard.ask(() -> {
            if (log.hasFailed()) {
                // The newest image holds decisions that never became durable.
                return CompletableFuture.failedStage(new IllegalStateException("the metadata log has failed"));
            }
            ControllerResult<R> result = decision.apply(appended);
            var answer = new CompletableFuture<R>();
            if (!result.records().isEmpty()) {
                append(result.records());
                appended = appended.apply(result.records());
            } else if (uncommitted.isEmpty() && !applying) {
                answer.complete(result.response());
                return answer;
            }
            uncommitted.addLast(
                    new Commit(log.nextOffset(), appended, () -> answer.complete(result.response()), answer));
            flush();
            return answer;
        });
    }

    /// Lets go of the metadata log as a crash would: the node did not come to life.
    public void letGo() {
        log.abandon();
    }

    /// Closes the metadata log after [#stop]. Blocking.
    ///
    /// @return whether everything is safely on the disk
    boolean close() {
        boolean failed = log.hasFailed();
        log.close();
        return !failed;
    }

    /// Waits until no flush is under way.
    CompletionStage<Void> stop() {
        return shard.ask(() -> {
            if (!flushing && !applying) {
                return CompletableFuture.completedFuture(null);
            }
            var stopped = new CompletableFuture<Void>();
            shard.execute(() -> stop().whenComplete((_, _) -> stopped.complete(null)));
            return stopped;
        });
    }

    private void append(List<MetadataRecord> records) {
        var builder = new RecordBatchBuilder(Compression.NONE);
        records.forEach(record -> builder.append(shard.nowMs(), null, MetadataRecordCodec.bytes(record)));
        ByteBuf batch = builder.build(ByteBufAllocator.DEFAULT);
        try {
            AppendResult result = log.append(batch, epoch, AppendOrigin.INTERNAL, shard.nowMs());
            if (!result.isAccepted()) {
                throw new IllegalStateException("the metadata log refused a decision: " + result.message());
            }
        } finally {
            batch.release();
        }
    }

    private void flush() {
        if (flushing) {
            return;
        }
        var task = log.prepareFlush();
        if (task.isEmpty()) {
            commit();
            return;
        }
        flushing = true;
        FlushTask flush = task.get();
        background
                .flush(shard, () -> {
                    flush.run();
                    return flush;
                })
                .whenComplete((done, error) -> {
                    flushing = false;
                    if (error == null) {
                        log.flushed(done);
                        commit();
                    } else {
                        fail(error);
                    }
                });
    }

    /// What is durable takes effect, one step at a time: partitions open and close in the order of the decisions.
    private void commit() {
        if (applying || uncommitted.isEmpty()) {
            return;
        }
        Commit newest = null;
        var answers = new ArrayDeque<Commit>();
        while (!uncommitted.isEmpty() && uncommitted.getFirst().nextOffset() <= log.recoveryPoint()) {
            newest = uncommitted.removeFirst();
            answers.addLast(newest);
        }
        if (newest == null) {
            flush();
            return;
        }
        applying = true;
        MetadataImage after = newest.image();
        long nextOffset = newest.nextOffset();
        apply(after).whenComplete((_, error) -> {
            applying = false;
            metadata.publish(after, nextOffset);
            if (error != null) {
                LOG.atError().setCause(error).log("a decision of the controller could not be carried out here");
            }
            answers.forEach(commit -> commit.answer().run());
            commit();
        });
    }

    /// Whatever goes wrong here must not keep the next decisions from being answered.
    private CompletionStage<Void> apply(MetadataImage after) {
        try {
            return local.apply(shard, metadata.image(), after);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void fail(Throwable error) {
        log.fail(error);
        LOG.atError().setCause(error).log("the metadata log failed; the controller decides nothing any more");
        uncommitted.forEach(commit -> commit.request().completeExceptionally(error));
        uncommitted.clear();
        storage.fail(Storage.METADATA, error);
    }
}
