package io.highwater.broker.server.runtime;

import io.highwater.broker.log.LogCompaction;
import io.highwater.broker.log.cleanup.CleanedGroup;
import io.highwater.broker.log.cleanup.CompactionCancelledException;
import io.highwater.broker.log.cleanup.CompactionImpossibleException;
import io.highwater.broker.log.cleanup.CompactionObserver;
import io.highwater.broker.log.cleanup.CompactionSettings;
import io.highwater.broker.log.cleanup.CompactionStats;
import io.highwater.broker.log.cleanup.Dirtiness;
import io.highwater.broker.log.directory.OffsetCheckpoint;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.DiskFullException;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.server.metrics.CompactionMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compacts logs in the background: the one that has waited longest beyond `max.compaction.lag.ms` first, then the one
/// with the largest dirty share.
///
/// Threads of its own read and write; each finished segment is put in its place by the shard of the partition. A log
/// with a damaged batch is left alone from then on and says so; the others go on.
public final class Compactor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final long SHUTDOWN_MS = 10_000;

    private final CompactionSetup setup;
    private final Shard shard;
    private final Partitions partitions;
    private final Storage storage;
    private final CheckpointWriter checkpoints;
    private final CompactionMetrics metrics;
    private final RandomGenerator random;
    private final BytePace pace;
    /// Topic ids and partitions that cannot be compacted.
    private final Set<Uncleanable> uncleanable = ConcurrentHashMap.newKeySet();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private record Uncleanable(Uuid topicId, int partition) {}

    /// A log that is due.
    private record Candidate(Partition partition, Dirtiness dirtiness, boolean isDue) {}

    /// @param random secrets of the hashes of keys
    public Compactor(
            CompactionSetup setup,
            Shard shard,
            Partitions partitions,
            Storage storage,
            CheckpointWriter checkpoints,
            CompactionMetrics metrics,
            RandomGenerator random) {
        this.setup = setup;
        this.shard = shard;
        this.partitions = partitions;
        this.storage = storage;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.random = random;
        this.pace = new BytePace(setup.maxBytesPerSecond());
    }

    public void start() {
        for (int i = 0; i < setup.threads(); i++) {
            var thread = new Thread(this::work, "compaction-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void work() {
        try {
            while (!isClosed()) {
                if (!compactOne() && closed.await(setup.backoffMs(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// Returns whether there was something to do, and it was done.
    private boolean compactOne() {
        try {
            Optional<Candidate> next = survey();
            return next.isPresent()
                    && compact(next.get().partition(), next.get().dirtiness());
        } catch (RuntimeException e) {
            if (!isClosed()) {
                LOG.atError().setCause(e).log("compaction could not look for work; it tries again");
            }
            return false;
        }
    }

    // --- what to do next

    private Optional<Candidate> survey() {
        List<Candidate> candidates = join(partitions.<Optional<Candidate>>askAll(shard, this::candidate)).stream()
                .flatMap(Optional::stream)
                .toList();
        metrics.surveyed(
                candidates.stream()
                        .mapToDouble(candidate -> candidate.dirtiness().ratio())
                        .max()
                        .orElse(0),
                candidates.stream()
                        .filter(Candidate::isDue)
                        .mapToLong(candidate -> candidate.dirtiness().dirtyBytes())
                        .sum());
        return candidates.stream()
                .filter(Candidate::isDue)
                .max(Comparator.<Candidate>comparingLong(
                                candidate -> candidate.dirtiness().overdueMs())
                        .thenComparingDouble(candidate -> candidate.dirtiness().ratio()));
    }

    /// On the partition's shard.
    private Optional<Candidate> candidate(Partition partition) {
        if (uncleanable.contains(key(partition))) {
            return Optional.empty();
        }
        return partition
                .compaction()
                .survey(cleanedUpTo(partition), Long.MAX_VALUE)
                .map(dirtiness -> new Candidate(
                        partition,
                        dirtiness,
                        dirtiness.isDue(partition.log().config().compaction())));
    }

    private static Uncleanable key(Partition partition) {
        return new Uncleanable(partition.topicId(), partition.id().partition());
    }

    private long cleanedUpTo(Partition partition) {
        return storage.cleanedOffsets(partition.id())
                .map(cleaned -> cleaned.offset(partition.id()))
                .orElse(0L);
    }

    // --- doing it

    private boolean compact(Partition partition, Dirtiness dirtiness) {
        if (checkpoints.recoveryPoint(partition) < dirtiness.end()) {
            // A start after a crash takes a gap for a loss unless the checkpoint says that all was flushed.
            checkpoints.write();
        }
        long durableEnd = checkpoints.recoveryPoint(partition);
        Optional<LogCompaction> begun = join(partition
                .shard()
                .ask(() -> CompletableFuture.completedFuture(
                        partition.compaction().begin(cleanedUpTo(partition), durableEnd))));
        if (begun.isEmpty()) {
            return false;
        }
        try (LogCompaction compaction = begun.get()) {
            run(partition, compaction);
            return true;
        } catch (CompactionCancelledException e) {
            LOG.atInfo().addKeyValue("partition", partition).log("compaction given up: {}", e.getMessage());
        } catch (CorruptBatchException | CompactionImpossibleException e) {
            giveUp(partition, e);
        } catch (DiskFullException e) {
            LOG.atWarn().addKeyValue("partition", partition).setCause(e).log("no room for compaction; it tries again");
        } catch (DirectoryFaultException e) {
            partition.shard().execute(() -> partition.fault(e));
        } finally {
            metrics.ended(partition.toString());
            partition.shard().execute(partition.compaction()::end);
        }
        return false;
    }

    private void run(Partition partition, LogCompaction compaction) {
        long start = System.nanoTime();
        CompactionStats stats = compaction
                .work()
                .run(
                        settings(partition),
                        new Watch(partition, compaction.work().bytesToRead()),
                        group -> swapIn(partition, compaction, group));
        long took = System.nanoTime() - start;
        storage.cleanedOffsets(partition.id())
                .filter(_ -> partition.compaction().isWanted())
                .ifPresent(cleaned -> note(cleaned, partition, stats.endOffset()));
        metrics.compacted(
                took,
                stats.sizeBefore() - stats.sizeAfter(),
                stats.recordsRead(),
                stats.recordsRead() - stats.recordsKept());
        LOG.atInfo()
                .addKeyValue("partition", partition)
                .addKeyValue("offset", stats.endOffset())
                .addKeyValue("durationMs", TimeUnit.NANOSECONDS.toMillis(took))
                .log(
                        "compacted from {} to {} bytes, {} to {} records, {} keys in {} bytes of memory",
                        stats.sizeBefore(),
                        stats.sizeAfter(),
                        stats.recordsRead(),
                        stats.recordsKept(),
                        stats.keys(),
                        stats.mapBytes());
    }

    private static void note(OffsetCheckpoint cleaned, Partition partition, long offset) {
        cleaned.put(partition.id(), offset);
    }

    private CompactionSettings settings(Partition partition) {
        return new CompactionSettings(
                setup.mapBytes() / setup.threads(),
                setup.bufferBytes() / setup.threads() / 2,
                random.nextLong(),
                random.nextLong(),
                partition.shard().nowMs());
    }

    private static void swapIn(Partition partition, LogCompaction compaction, CleanedGroup group) {
        join(partition.shard().ask(() -> {
            partition.compaction().swapIn(compaction.finished(group));
            return CompletableFuture.completedFuture(true);
        }));
    }

    private void giveUp(Partition partition, RuntimeException cause) {
        uncleanable.add(key(partition));
        metrics.gaveUp(partition.toString(), String.valueOf(cause.getMessage()));
        LOG.atError()
                .addKeyValue("partition", partition)
                .setCause(cause)
                .log("this log cannot be compacted and is left alone until the next start");
    }

    /// Sees to the pace of one compaction, and to its end when nobody wants it any more.
    private final class Watch implements CompactionObserver {
        private final Partition partition;
        private final long bytesToRead;
        private long bytesRead;

        private Watch(Partition partition, long bytesToRead) {
            this.partition = partition;
            this.bytesToRead = bytesToRead;
        }

        @Override
        public void read(int bytes) {
            bytesRead += bytes;
            metrics.read(bytes);
            metrics.progressed(partition.toString(), Math.min(1, (double) bytesRead / bytesToRead));
            goOn(bytes);
        }

        @Override
        public void written(int bytes) {
            metrics.written(bytes);
            goOn(bytes);
        }

        private void goOn(int bytes) {
            if (isClosed() || !partition.compaction().isWanted()) {
                throw new CompactionCancelledException("the partition is leaving");
            }
            pace.moved(bytes);
        }
    }

    private static <T> T join(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// Ends compactions under way between two reads; what they had finished stays.
    @Override
    public void close() {
        closed.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(SHUTDOWN_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
