package io.highwater.broker.log;

import static io.highwater.broker.log.AppendResult.refused;

import io.highwater.broker.log.LogConfig.FlushMode;
import io.highwater.broker.log.cleanup.Compaction;
import io.highwater.broker.log.cleanup.CompactionCancelledException;
import io.highwater.broker.log.cleanup.CompactionPlan;
import io.highwater.broker.log.cleanup.Dirtiness;
import io.highwater.broker.log.cleanup.Retention;
import io.highwater.broker.log.cleanup.SegmentSwap;
import io.highwater.broker.log.epoch.EpochCheckpoint;
import io.highwater.broker.log.epoch.EpochEnd;
import io.highwater.broker.log.epoch.LeaderEpochs;
import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.producer.ProducerReplay;
import io.highwater.broker.log.producer.ProducerRestoration;
import io.highwater.broker.log.producer.ProducerSnapshots;
import io.highwater.broker.log.producer.ProducerStates;
import io.highwater.broker.log.recovery.LogRecovery;
import io.highwater.broker.log.recovery.RecoveredLog;
import io.highwater.broker.log.recovery.RecoveryListener;
import io.highwater.broker.log.recovery.RecoverySettings;
import io.highwater.broker.log.segment.DamagedRange;
import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentFile;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.record.BatchValidation;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.TimestampType;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The log of one partition.
///
/// ```
/// logStartOffset          recoveryPoint (durable)          nextOffset
///       |--- sealed segments ---|--------- active segment -----|
/// ```
///
/// After the first fault of the disk the log has failed: every method that writes throws that fault again, and
/// nothing is acknowledged any more. A full disk is not a fault: the append is refused and may be tried again.
///
/// A map of this file: opening, append, read, flush, retention and deletion, compaction, truncation, closing, plain
/// facts.
///
/// Thread-safety: none; owned by one shard. [FlushTask], [DeletionTask] and records that were read may travel.
public final class PartitionLog implements AutoCloseable {
    private final Disk disk;
    private final TopicPartition partition;
    private final Segments segments;
    private final LeaderEpochs epochs;
    private final ProducerSnapshots snapshots;
    private final TailBatches tail = new TailBatches();
    private final LogReader reader;
    private Path directory;
    private LogConfig config;
    private ProducerStates producers;
    private ProducerReplay replay;
    private long logStartOffset;
    private long nextOffset;
    private long recoveryPoint;
    private long generation;
    private long epochsVersionOnDisk;
    private boolean directoryChanged;
    /// Index files that were sealed and not handed to a flush yet.
    private List<Path> unforcedIndexes = new ArrayList<>();

    private @Nullable DirectoryFaultException fault;

    private PartitionLog(
            Disk disk,
            Path directory,
            TopicPartition partition,
            LogConfig config,
            RecoveredLog recovered,
            boolean directoryChanged) {
        this.disk = disk;
        this.directory = directory;
        this.partition = partition;
        this.config = config;
        this.directoryChanged = directoryChanged;
        this.segments = recovered.segments();
        this.epochs = recovered.epochs();
        this.producers = recovered.producers();
        this.replay = new ProducerReplay(producers);
        this.snapshots = ProducerSnapshots.in(disk, directory);
        this.reader = new LogReader(segments, tail);
        this.logStartOffset = recovered.logStartOffset();
        this.nextOffset = recovered.nextOffset();
        this.recoveryPoint = recovered.recoveryPoint();
        this.epochsVersionOnDisk = recovered.epochsVersionOnDisk();
        for (var i = segments.floor(recoveryPoint); i < segments.count() - 1; i++) {
            unforcedIndexes.addAll(segments.get(i).indexPaths());
        }
    }

    // ---- opening ----

    /// Opens the log in `directory`, which is created if it is not there. Blocking: to be run off the shard.
    ///
    /// @param state    what the checkpoints of the log directory say
    /// @param listener hears what recovery finds
    public static PartitionLog open(
            Disk disk,
            Path directory,
            TopicPartition partition,
            LogConfig config,
            LogState state,
            long nowMs,
            RecoveryListener listener) {
        disk.createDirectories(directory);
        var settings = new RecoverySettings(
                state.logStartOffset(),
                state.recoveryPoint(),
                state.cleanShutdown(),
                !config.compacts(),
                config.indexIntervalBytes(),
                config.segmentIndexBytes(),
                nowMs);
        var recovered = new LogRecovery(disk, directory, settings, listener).recover();
        return new PartitionLog(disk, directory, partition, config, recovered, !state.cleanShutdown());
    }

    // ---- append ----

    /// Appends batches to the end of the log.
    ///
    /// The readable bytes of `batches` are whole batches of format 2, from a client exactly one. Unless they come
    /// by replication, offsets and epoch are written into the buffer. The indexes of the buffer stay, nothing is
    /// retained. A direct buffer is written without a copy.
    ///
    /// @param leaderEpoch epoch of the appending leader; of no meaning for replication
    /// @throws DirectoryFaultException when the disk fails, now or earlier
    public AppendResult append(ByteBuf batches, int leaderEpoch, AppendOrigin origin, long nowMs) {
        requireUsable();
        return switch (origin) {
            case CLIENT -> appendProduced(batches, leaderEpoch, nowMs);
            case ADMITTED -> appendAdmitted(batches, leaderEpoch, nowMs);
            case INTERNAL -> appendAssigned(batches, leaderEpoch, nowMs);
            case REPLICATION -> appendReplicated(batches, nowMs);
        };
    }

    private AppendResult appendProduced(ByteBuf batches, int leaderEpoch, long nowMs) {
        var verdict = Intake.admit(batches, config, nowMs);
        try {
            return appendJudged(verdict, leaderEpoch, nowMs);
        } finally {
            Intake.release(verdict, batches);
        }
    }

    private AppendResult appendJudged(BatchValidation verdict, int leaderEpoch, long nowMs) {
        return switch (verdict) {
            case BatchValidation.Invalid(var error, var message, var records) -> refused(error, message, records);
            case BatchValidation.TooLarge _ ->
                throw new IllegalStateException("the gate answers for what is too large");
            case BatchValidation.Valid(var batch) -> appendAdmitted(batch.slice(), leaderEpoch, nowMs);
        };
    }

    private AppendResult appendAdmitted(ByteBuf batches, int leaderEpoch, long nowMs) {
        var earlier = checkSequence(new RecordBatch(batches, batches.readerIndex()));
        return earlier == null ? appendAssigned(batches, leaderEpoch, nowMs) : earlier;
    }

    /// Null when the batch is to be appended, which is nearly always.
    private @Nullable AppendResult checkSequence(RecordBatch batch) {
        if (!batch.hasProducerId()) {
            return null;
        }
        var id = batch.producerId();
        var epoch = batch.producerEpoch();
        return switch (producers.check(id, epoch, batch.baseSequence(), batch.lastSequence())) {
            case NEXT -> null;
            case DUPLICATE -> duplicate(batch);
            case OUT_OF_ORDER ->
                refused(
                        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
                        "Producer %d with epoch %d sent sequence %d, which does not follow what it sent before to %s"
                                .formatted(id, epoch, batch.baseSequence(), partition));
            case FENCED ->
                refused(
                        ErrorCode.INVALID_PRODUCER_EPOCH,
                        "Producer %d has an epoch newer than %d in %s".formatted(id, epoch, partition));
        };
    }

    private AppendResult duplicate(RecordBatch batch) {
        var original = producers
                .duplicateOf(batch.producerId(), batch.producerEpoch(), batch.baseSequence(), batch.lastSequence())
                .orElseThrow();
        var appendTime = config.timestampType() == TimestampType.LOG_APPEND_TIME ? original.timestampMs() : -1;
        return AppendResult.duplicate(original.baseOffset(), original.lastOffset(), appendTime);
    }

    private AppendResult appendAssigned(ByteBuf batches, int leaderEpoch, long nowMs) {
        var appendTime = config.timestampType() == TimestampType.LOG_APPEND_TIME;
        var offset = nextOffset;
        var position = batches.readerIndex();
        while (position < batches.writerIndex()) {
            var batch = new RecordBatch(batches, position);
            batch.setBaseOffset(offset);
            batch.setLeaderEpoch(leaderEpoch);
            if (appendTime && !batch.isControl()) {
                batch.setLogAppendTime(nowMs);
            }
            offset = batch.nextOffset();
            position += batch.sizeInBytes();
        }
        return store(batches, nextOffset, offset - 1, appendTime ? nowMs : -1, nowMs);
    }

    private AppendResult appendReplicated(ByteBuf batches, long nowMs) {
        if (!batches.isReadable()) {
            return refused(ErrorCode.INVALID_RECORD, "There is no record batch");
        }
        var expected = nextOffset;
        var position = batches.readerIndex();
        while (position < batches.writerIndex()) {
            var batch = new RecordBatch(batches, position);
            if (batch.baseOffset() < expected || !batch.isValidCrc()) {
                return refused(
                        batch.baseOffset() < expected ? ErrorCode.OFFSET_OUT_OF_RANGE : ErrorCode.CORRUPT_MESSAGE,
                        "The leader sent %s, but offset %d with a valid checksum is next in %s"
                                .formatted(batch, expected, partition));
            }
            expected = batch.nextOffset();
            position += batch.sizeInBytes();
        }
        var baseOffset = new RecordBatch(batches, batches.readerIndex()).baseOffset();
        return store(batches, baseOffset, expected - 1, -1, nowMs);
    }

    private AppendResult store(ByteBuf batches, long baseOffset, long lastOffset, long appendTimeMs, long nowMs) {
        var size = batches.readableBytes();
        if (size > config.segmentBytes()) {
            return refused(
                    ErrorCode.RECORD_LIST_TOO_LARGE,
                    "%d bytes do not fit into a segment of %d bytes".formatted(size, config.segmentBytes()));
        }
        try {
            var rolled = rollIfNeeded(batches, baseOffset, lastOffset, nowMs);
            write(batches, nowMs);
            return AppendResult.appended(baseOffset, lastOffset, appendTimeMs, rolled);
        } catch (DiskFullException e) {
            return refused(ErrorCode.KAFKA_STORAGE_ERROR, "The disk is full: " + e.getMessage());
        } catch (DirectoryFaultException e) {
            fail(e);
            throw e;
        }
    }

    private void write(ByteBuf batches, long nowMs) {
        var active = segments.active();
        var filePosition = active.size();
        try {
            active.append(batches, config.indexIntervalBytes(), nowMs);
        } catch (DiskFullException e) {
            active.restoreSize();
            throw e;
        }
        var position = batches.readerIndex();
        while (position < batches.writerIndex()) {
            var batch = new RecordBatch(batches, position);
            tail.note(batch.baseOffset(), filePosition + position - batches.readerIndex());
            if (batch.partitionLeaderEpoch() > epochs.latestEpoch()) {
                epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
            }
            replay.note(batch, nowMs).ifPresent(ended -> ended.indexIn(segments.active()));
            nextOffset = batch.nextOffset();
            position += batch.sizeInBytes();
        }
    }

    private boolean rollIfNeeded(ByteBuf batches, long baseOffset, long lastOffset, long nowMs) {
        var active = segments.active();
        if (active.size() == 0) {
            if (!active.canHold(lastOffset)) {
                replaceEmptyActive(baseOffset, nowMs);
            }
            return false;
        }
        var timestamp = new RecordBatch(batches, batches.readerIndex()).maxTimestamp();
        if (!active.isFull(lastOffset, batches.readableBytes(), config.segmentBytes())
                && active.ageMs(nowMs, timestamp) <= config.rollMs()) {
            return false;
        }
        roll(nextOffset, nowMs);
        if (!segments.active().canHold(lastOffset)) {
            replaceEmptyActive(baseOffset, nowMs);
        }
        return true;
    }

    /// Begins a new segment. The new file comes first: if there is no room for it, nothing has changed.
    private void roll(long baseOffset, long nowMs) {
        var segment = Segment.create(disk, directory, baseOffset, config.segmentIndexBytes(), nowMs);
        segments.active().seal();
        unforcedIndexes.addAll(segments.active().indexPaths());
        segments.add(segment);
        tail.clear();
        directoryChanged = true;
        takeSnapshot(baseOffset);
    }

    /// A leader that compacted its log may be further ahead than an empty segment can count.
    private void replaceEmptyActive(long baseOffset, long nowMs) {
        var empty = segments.removeLast();
        empty.retire().forEach(disk::delete);
        segments.add(Segment.create(disk, directory, baseOffset, config.segmentIndexBytes(), nowMs));
        tail.clear();
        directoryChanged = true;
    }

    private void takeSnapshot(long offset) {
        try {
            snapshots.take(producers, offset);
        } catch (DiskFullException _) {
            // Half a snapshot fails its checksum and an older one does as well: it only makes recovery read more.
            directoryChanged = true;
        }
    }

    /// A leader of `leaderEpoch` begins to write at the end of the log.
    public void startEpoch(int leaderEpoch) {
        epochs.assign(leaderEpoch, nextOffset);
    }

    // ---- read ----

    /// Reads from the batch that holds `fetchOffset` on.
    ///
    /// @param maxBytes         how much to read; the last batch may be cut off
    /// @param minOneBatch      whether the first batch is to be returned whole even if it is larger
    /// @param upperBoundOffset nothing from this offset on is shown: the high watermark or the last stable offset
    public FetchResult read(long fetchOffset, int maxBytes, boolean minOneBatch, long upperBoundOffset) {
        if (fetchOffset < logStartOffset || fetchOffset > nextOffset) {
            return new FetchResult.OffsetOutOfRange(logStartOffset, nextOffset);
        }
        var upper = Math.min(upperBoundOffset, nextOffset);
        return new FetchResult.FetchData(reader.read(fetchOffset, maxBytes, minOneBatch, upper, nextOffset));
    }

    /// Where readers of committed data must stop: the high watermark, or before it the first record of a transaction
    /// that is open or whose end the high watermark has not passed.
    public long lastStableOffset(long highWatermark) {
        return Math.min(highWatermark, producers.firstUnstableOffset(highWatermark));
    }

    /// The aborted transactions with records between two offsets, by first offset.
    public List<AbortedTransaction> abortedTransactions(long from, long upper) {
        return reader.abortedTransactions(from, upper);
    }

    /// The first record whose timestamp is `timestamp` or later.
    public Optional<OffsetAndTimestamp> offsetForTimestamp(long timestamp) {
        return reader.offsetForTimestamp(timestamp, logStartOffset);
    }

    /// The first record that has the largest timestamp of the log.
    public Optional<OffsetAndTimestamp> offsetOfMaxTimestamp() {
        return reader.offsetOfMaxTimestamp(logStartOffset);
    }

    // ---- flush ----

    /// What is to be forced so that everything appended so far is durable; empty when it is already. One flush at
    /// a time: the next one is prepared after [#flushed], and takes with it whatever was appended meanwhile.
    public Optional<FlushTask> prepareFlush() {
        return prepareFlush(nextOffset, segments.count());
    }

    /// As [#prepareFlush], for sealed segments only: what a log in the page cache does after a roll.
    public Optional<FlushTask> prepareFlushOfSealed() {
        return prepareFlush(segments.active().baseOffset(), segments.count() - 1);
    }

    private Optional<FlushTask> prepareFlush(long toOffset, int segmentEnd) {
        requireUsable();
        var epochsChanged = epochs.version() != epochsVersionOnDisk;
        if (toOffset <= recoveryPoint && !epochsChanged && !directoryChanged) {
            return Optional.empty();
        }
        var files = new ArrayList<SegmentFile>(1);
        var sealed = unforcedIndexes;
        unforcedIndexes = new ArrayList<>(0);
        var durableEnd = toOffset;
        for (var i = segments.floor(recoveryPoint); i < segmentEnd; i++) {
            files.add(segments.get(i).retainFile());
            durableEnd = Math.min(durableEnd, transactionsToForce(segments.get(i), sealed));
        }
        var task = new FlushTask(
                disk,
                directory,
                files,
                sealed,
                epochsChanged ? EpochCheckpoint.encode(epochs) : new byte[0],
                directoryChanged,
                durableEnd,
                generation,
                epochs.version());
        directoryChanged = false;
        return Optional.of(task);
    }

    /// Returns up to where the index of aborted transactions is complete on the disk: a full disk may have left
    /// entries over, and what they tell of must be found again after a crash.
    private long transactionsToForce(Segment segment, List<Path> files) {
        var index = segment.transactionIndex();
        index.writePending();
        if (index.takeUnforced()) {
            files.add(index.file());
            directoryChanged = true;
        }
        return index.firstPending();
    }

    /// A flush has run to its end. Tells [#recoveryPoint] from then on, unless the log was truncated meanwhile.
    public void flushed(FlushTask task) {
        if (task.generation() != generation) {
            return;
        }
        recoveryPoint = Math.max(recoveryPoint, task.nextOffset());
        epochsVersionOnDisk = Math.max(epochsVersionOnDisk, task.epochsVersion());
    }

    /// A flush found no room on the disk and has done a part only: the next one does all of it again.
    public void notFlushed(FlushTask task) {
        directoryChanged |= task.directoryChanged();
        unforcedIndexes.addAll(task.sealedFiles());
    }

    /// The disk failed, perhaps in a task that ran elsewhere; any other failure of such a task counts as one.
    /// The log takes no appends any more: after a failed
    /// fsync nobody knows what is on the disk, and asking again would only hide it.
    public void fail(Throwable cause) {
        if (fault == null) {
            fault = cause instanceof DirectoryFaultException known
                    ? known
                    : new DirectoryFaultException(
                            "use", directory, DirectoryFaultException.WHOLE_FILE, new IOException(cause));
        }
    }

    /// Whether the disk failed under this log.
    public boolean hasFailed() {
        return fault != null;
    }

    private void requireUsable() {
        if (fault != null) {
            throw fault;
        }
    }

    // ---- scrubbing ----

    /// A look at the first sealed segment whose base offset is `fromOffset` or later and that was forced to the disk
    /// as a whole; empty when there is none. It is closed after [#scrubbed], or when it is given up.
    public Optional<ScrubTask> prepareScrub(long fromOffset) {
        for (var i = segments.floor(fromOffset); i < segments.count() - 1; i++) {
            var segment = segments.get(i);
            var end = segments.get(i + 1).baseOffset();
            if (segment.baseOffset() >= fromOffset && end <= recoveryPoint) {
                return Optional.of(new ScrubTask(segment.retainFile(), segment.baseOffset(), end, segment.size()));
            }
        }
        return Optional.empty();
    }

    /// Takes note of what a scrub found: it is not served any more.
    ///
    /// @return the damage that was not known before
    public List<DamagedRange> scrubbed(ScrubTask task) {
        var segment = segments.get(segments.floor(task.baseOffset()));
        return segment.baseOffset() == task.baseOffset() ? segment.markDamaged(task.file(), task.damage()) : List.of();
    }

    // ---- retention and deletion ----

    /// Drops the oldest segments by age, by size, and those wholly before the log start offset.
    ///
    /// @param highWatermark nothing that reaches beyond is dropped
    /// @return what is to be deleted later; the log start offset has moved already
    public DeletionTask deleteOldSegments(long nowMs, long highWatermark) {
        requireUsable();
        var retention = new Retention(
                config.deletes() ? config.retentionMs() : LogConfig.UNLIMITED,
                config.deletes() ? config.retentionBytes() : LogConfig.UNLIMITED,
                logStartOffset,
                highWatermark);
        var count = retention.expired(segments, nextOffset, nowMs);
        if (count == segments.count() && !rolledForRetention(nowMs)) {
            count--;
        }
        return drop(count);
    }

    /// False when the disk has no room for a new segment: what can go without one then goes first.
    private boolean rolledForRetention(long nowMs) {
        try {
            roll(nextOffset, nowMs);
            return true;
        } catch (DiskFullException _) {
            return false;
        } catch (DirectoryFaultException e) {
            fail(e);
            throw e;
        }
    }

    private DeletionTask drop(int count) {
        var files = new ArrayList<Path>();
        guarded(() -> {
            for (var i = 0; i < count; i++) {
                files.addAll(segments.removeFirst().retire());
            }
        });
        if (count > 0) {
            directoryChanged = true;
            raiseLogStartOffset(segments.first().baseOffset());
        }
        return new DeletionTask(disk, files, config.fileDeleteDelayMs());
    }

    /// Records before `offset` are gone for readers at once; their segments go with the next
    /// [#deleteOldSegments].
    ///
    /// @return [ErrorCode#OFFSET_OUT_OF_RANGE] when the log does not reach that far
    public ErrorCode deleteRecords(long offset) {
        if (offset > nextOffset || offset < 0) {
            return ErrorCode.OFFSET_OUT_OF_RANGE;
        }
        raiseLogStartOffset(offset);
        return ErrorCode.NONE;
    }

    private void raiseLogStartOffset(long offset) {
        if (offset > logStartOffset) {
            logStartOffset = offset;
            epochs.truncateFromStart(offset);
        }
    }

    /// Forgets idempotent producers that were not heard of for `expirationMs`.
    public int expireProducers(long nowMs, long expirationMs) {
        return producers.expire(nowMs, expirationMs);
    }

    // ---- compaction ----

    /// How much waits for compaction.
    ///
    /// @param cleanedUpTo   where the last one ended, 0 if that is not known
    /// @param highWatermark only what is replicated is touched
    /// @param durableEnd    up to where a start after a crash would find the log flushed: only there may be gaps
    public Dirtiness dirtiness(long cleanedUpTo, long highWatermark, long durableEnd, long nowMs) {
        // The end of a transaction must be as durable as its records: lost, it would open the transaction again.
        var durable = Math.min(highWatermark, Math.min(durableEnd, recoveryPoint));
        var settled = Math.min(durable, producers.firstUnsettledOffset(durable));
        return Dirtiness.of(segments, logStartOffset, cleanedUpTo, settled, config.compaction(), nowMs);
    }

    /// Prepares a compaction, which the caller runs elsewhere and closes.
    public LogCompaction prepareCompaction(Dirtiness dirtiness) {
        requireUsable();
        var limits = new Compaction.Limits(
                config.segmentBytes(),
                config.segmentIndexBytes(),
                config.indexIntervalBytes(),
                config.compaction().deleteRetentionMs());
        var aborted = abortedTransactions(segments.first().baseOffset(), dirtiness.end());
        var plan = new CompactionPlan(disk, directory, segments, producers, limits);
        return new LogCompaction(plan.prepare(dirtiness, aborted), generation);
    }

    /// Puts what a compaction has finished in its place.
    ///
    /// @return what is to be deleted later
    /// @throws CompactionCancelledException when the log was truncated or lost segments since the compaction began
    public DeletionTask swapIn(LogCompaction.Finished finished) {
        requireUsable();
        if (finished.generation() != generation
                || !segments.contain(finished.group().sources())) {
            throw new CompactionCancelledException("the log has changed");
        }
        var files = new ArrayList<Path>();
        guarded(() -> files.addAll(
                new SegmentSwap(disk, directory, segments, config.segmentIndexBytes()).accept(finished.group())));
        directoryChanged = true;
        return new DeletionTask(disk, files, config.fileDeleteDelayMs());
    }

    // ---- truncation ----

    /// Drops everything from `offset` on, and the whole batch that holds it.
    ///
    /// @return what is to be deleted later
    public DeletionTask truncateTo(long offset, long nowMs) {
        requireUsable();
        if (offset >= nextOffset) {
            epochs.truncateFromEnd(offset);
            return new DeletionTask(disk, List.of(), 0);
        }
        if (offset < logStartOffset) {
            return truncateFully(offset, nowMs);
        }
        var files = new ArrayList<Path>();
        guarded(() -> {
            while (segments.count() > 1 && segments.active().baseOffset() >= offset) {
                files.addAll(segments.removeLast().retire());
                directoryChanged = true;
            }
            var batch = segments.active().find(offset);
            segments.active().truncateTo(offset);
            truncated(batch.isPresent() ? Math.min(offset, batch.get().baseOffset()) : offset);
        });
        return new DeletionTask(disk, files, config.fileDeleteDelayMs());
    }

    /// Drops everything; the next record gets `newStartOffset`.
    ///
    /// @return what is to be deleted later
    public DeletionTask truncateFully(long newStartOffset, long nowMs) {
        requireUsable();
        var files = new ArrayList<Path>();
        guarded(() -> {
            while (!segments.isEmpty()) {
                files.addAll(segments.removeLast().retire());
            }
            segments.add(Segment.create(disk, directory, newStartOffset, config.segmentIndexBytes(), nowMs));
            directoryChanged = true;
            logStartOffset = newStartOffset;
            truncated(newStartOffset);
        });
        return new DeletionTask(disk, files, config.fileDeleteDelayMs());
    }

    private void truncated(long end) {
        generation++;
        nextOffset = end;
        logStartOffset = Math.min(logStartOffset, end);
        recoveryPoint = Math.min(recoveryPoint, end);
        tail.clear();
        epochs.truncateFromEnd(end);
        producers = new ProducerRestoration(snapshots, segments)
                .upTo(end, logStartOffset)
                .producers();
        replay = new ProducerReplay(producers);
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (DirectoryFaultException e) {
            fail(e);
            throw e;
        }
    }

    // ---- closing ----

    /// Makes everything durable and lets go of all files, so that the next start has nothing to recover.
    /// Blocking: to be run off the shard, which must not touch the log any more. A log that has failed is only
    /// let go of.
    ///
    /// @throws DirectoryFaultException when the log could not be made durable: its directory was not shut down
    /// cleanly
    @Override
    public void close() {
        try {
            if (fault == null) {
                guarded(this::makeDurable);
            }
        } finally {
            for (var i = 0; i < segments.count(); i++) {
                segments.get(i).close();
            }
        }
    }

    private void makeDurable() {
        segments.active().seal();
        if (!snapshots.contains(nextOffset) && nextOffset > logStartOffset) {
            // Not forced: torn by a power loss, its checksum tells, and the next start replays from an older one.
            takeSnapshot(nextOffset);
            directoryChanged = true;
        }
        var flush = prepareFlush();
        if (flush.isPresent()) {
            segments.active().indexPaths().forEach(disk::force);
            flush.get().run();
            flushed(flush.get());
        }
    }

    /// Lets go of all files as a crash would, without making anything durable: before the partition is deleted.
    public void abandon() {
        for (var i = 0; i < segments.count(); i++) {
            segments.get(i).close();
        }
    }

    // ---- plain facts ----

    /// Whose log this is.
    public TopicPartition partition() {
        return partition;
    }

    /// Where its files lie.
    public Path directory() {
        return directory;
    }

    /// The settings in force.
    public LogConfig config() {
        return config;
    }

    /// Other settings from now on.
    public void reconfigure(LogConfig newConfig) {
        config = newConfig;
    }

    /// First offset that readers may ask for.
    public long logStartOffset() {
        return logStartOffset;
    }

    /// Offset of the next record: the log end offset.
    public long nextOffset() {
        return nextOffset;
    }

    /// Everything before was forced to the disk.
    public long recoveryPoint() {
        return recoveryPoint;
    }

    /// Everything before is durable in the sense of the log's flush mode.
    public long durableOffset() {
        return config.flushMode() == FlushMode.PAGE_CACHE ? nextOffset : recoveryPoint;
    }

    /// Which epoch wrote what. Appends keep it up to date.
    public LeaderEpochs epochs() {
        return epochs;
    }

    /// Where `epoch` ended in this log.
    public EpochEnd endOffsetFor(int epoch) {
        return epochs.endOffsetFor(epoch, nextOffset);
    }

    /// The idempotent producers.
    public ProducerStates producers() {
        return producers;
    }

    /// How many segments there are.
    public int segmentCount() {
        return segments.count();
    }

    /// Bytes of all segments.
    public long size() {
        var total = 0L;
        for (var i = 0; i < segments.count(); i++) {
            total += segments.get(i).size();
        }
        return total;
    }

    @Override
    public String toString() {
        return "PartitionLog[%s, offsets %d to %d]".formatted(partition, logStartOffset, nextOffset);
    }
}
