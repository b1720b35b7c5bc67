package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.producer.ProducerStates;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentFiles;
import io.highwater.broker.log.segment.SegmentNames;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.protocol.record.MalformedRecordException;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordCursor;
import java.nio.file.Path;
import java.util.List;

/// One compaction of one log, prepared on the shard of the log, run once elsewhere: collects the newest offset of each
/// key in the dirty part, then writes all segments up to there anew, group by group, and hands each group over before
/// it begins the next. The order matters: a tombstone may only go when all older values have gone before.
///
/// Blocking. Thread-safety: none; may be handed from the shard to another thread once.
public final class Compaction implements AutoCloseable {
    private final Disk disk;
    private final Path directory;
    private final List<CompactionSource> sources;
    private final List<AbortedTransaction> aborted;
    private final LastBatches lastBatches;
    private final Limits limits;
    private final long firstDirtyOffset;
    private final long end;

    /// What the log's settings say.
    ///
    /// @param segmentBytes       `segment.bytes`
    /// @param segmentIndexBytes  `segment.index.bytes`
    /// @param indexIntervalBytes `index.interval.bytes`
    /// @param deleteRetentionMs  `delete.retention.ms`
    public record Limits(int segmentBytes, int segmentIndexBytes, int indexIntervalBytes, long deleteRetentionMs) {}

    Compaction(
            Disk disk,
            Path directory,
            List<CompactionSource> sources,
            List<AbortedTransaction> aborted,
            ProducerStates producers,
            Limits limits,
            long firstDirtyOffset,
            long end) {
        this.disk = disk;
        this.directory = directory;
        this.sources = List.copyOf(sources);
        this.aborted = List.copyOf(aborted);
        this.lastBatches = new LastBatches(producers, end);
        this.limits = limits;
        this.firstDirtyOffset = firstDirtyOffset;
        this.end = end;
    }

    /// About how many bytes [#run] will read, in both passes.
    public long bytesToRead() {
        return sources.stream()
                .mapToLong(source -> source.end() <= firstDirtyOffset ? source.size() : 2L * source.size())
                .sum();
    }

    /// Does it.
    ///
    /// @param sink takes each group as it is finished
    /// @throws CompactionCancelledException    when the observer or the sink says so; what was handed over stays
    /// @throws CorruptBatchException           when a batch cannot be read: the log cannot be compacted beyond it
    /// @throws DirectoryFaultException         when the disk fails, or is full
    /// @throws CompactionImpossibleException   when the memory does not even suffice for one batch
    public CompactionStats run(CompactionSettings settings, CompactionObserver observer, CleanedGroup.Sink sink) {
        removeLeftovers();
        var hash = new KeyHash(settings.secret0(), settings.secret1());
        try (var map = new OffsetMap(hash, firstDirtyOffset, settings.mapBytes());
                var reader = new BatchReader(settings.bufferBytes(), observer)) {
            var latest = fill(map, reader);
            var cleanEnd = latest + 1;
            var filter = new BatchFilter(
                    map,
                    latest,
                    lastBatches,
                    new TransactionTracker(aborted),
                    end,
                    settings.nowMs(),
                    settings.nowMs() + Math.min(limits.deleteRetentionMs(), Long.MAX_VALUE - settings.nowMs()));
            var before = 0L;
            var after = 0L;
            var concerned = sources.stream()
                    .filter(source -> source.baseOffset() < cleanEnd)
                    .toList();
            for (var group : new SegmentGroups(limits.segmentBytes(), limits.segmentIndexBytes()).of(concerned)) {
                before += group.stream().mapToLong(CompactionSource::size).sum();
                after += clean(group, filter, reader, settings, observer, sink);
            }
            // Whoever notes down that the log is clean must not find the old segments again after a power loss.
            disk.forceDirectory(directory);
            return new CompactionStats(
                    firstDirtyOffset,
                    cleanEnd,
                    map.count(),
                    map.bytes(),
                    filter.recordsRead(),
                    filter.recordsKept(),
                    before,
                    after);
        }
    }

    /// A stale file with an offset below those to come would make recovery take back a finished one.
    private void removeLeftovers() {
        for (var entry : disk.list(directory)) {
            if (entry.name().endsWith(SegmentNames.CLEANED)) {
                disk.delete(directory.resolve(entry.name()));
            }
        }
    }

    // ---- first pass: which record is the newest of its key ----

    /// Returns the last offset up to which the map knows all keys: the last one of the dirty part unless the map is
    /// full before.
    private long fill(OffsetMap map, BatchReader reader) {
        var transactions = new TransactionTracker(aborted.stream()
                .filter(transaction -> transaction.lastOffset() >= firstDirtyOffset)
                .toList());
        var latest = firstDirtyOffset - 1;
        for (var source : sources) {
            if (source.end() <= firstDirtyOffset) {
                continue;
            }
            reader.open(source.file().file(), source.size());
            while (reader.advance()) {
                var batch = reader.batch();
                if (batch.lastOffset() < firstDirtyOffset) {
                    continue;
                }
                var skipped = transactions.isDiscardable(batch) || batch.isControl();
                if (batch.lastOffset() - firstDirtyOffset >= OffsetMap.MAX_SPAN
                        || !(skipped || fill(map, reader, batch))) {
                    return requireProgress(latest, map);
                }
                if (!batch.isControl()) {
                    lastBatches.note(batch);
                }
                latest = batch.lastOffset();
            }
            latest = source.end() - 1;
        }
        return latest;
    }

    private boolean fill(OffsetMap map, BatchReader reader, RecordBatch batch) {
        try {
            var walk = new RecordCursor(BatchFilter.recordsOf(batch));
            while (walk.advance()) {
                var offset = batch.baseOffset() + walk.offsetDelta();
                if (walk.hasKey()
                        && offset >= firstDirtyOffset
                        && !map.put(walk.bytes(), walk.keyPosition(), walk.keySize(), offset)) {
                    return false;
                }
            }
            return true;
        } catch (MalformedRecordException e) {
            throw reader.corrupt(e);
        }
    }

    private long requireProgress(long latest, OffsetMap map) {
        if (latest < firstDirtyOffset) {
            throw new CompactionImpossibleException(
                    "the keys of one batch do not fit into %d bytes; log.cleaner.dedupe.buffer.size is too small"
                            .formatted(map.bytes()));
        }
        return latest;
    }

    // ---- second pass: what is left of each segment ----

    private long clean(
            List<CompactionSource> group,
            BatchFilter filter,
            BatchReader reader,
            CompactionSettings settings,
            CompactionObserver observer,
            CleanedGroup.Sink sink) {
        SegmentFiles files;
        try {
            files = write(group, filter, reader, settings, observer);
        } catch (RuntimeException e) {
            removeLeftovers();
            throw e;
        }
        try {
            sink.accept(new CleanedGroup(
                    group.stream().map(CompactionSource::segment).toList(), files));
        } catch (CompactionCancelledException e) {
            removeLeftovers();
            throw e;
        }
        return files.logSize();
    }

    private SegmentFiles write(
            List<CompactionSource> group,
            BatchFilter filter,
            BatchReader reader,
            CompactionSettings settings,
            CompactionObserver observer) {
        var base = group.getFirst().baseOffset();
        try (var cleaned = new CleanedSegment(
                Segment.cleaned(disk, directory, base, limits.segmentIndexBytes(), settings.nowMs()),
                disk,
                limits.indexIntervalBytes(),
                settings.bufferBytes(),
                observer)) {
            for (var source : group) {
                reader.open(source.file().file(), source.size());
                while (reader.advance()) {
                    filter(filter, reader, cleaned);
                }
            }
            return cleaned.finish(group.getLast().files().lastModifiedMs());
        }
    }

    private static void filter(BatchFilter filter, BatchReader reader, CleanedSegment cleaned) {
        try {
            filter.filter(reader.batch(), cleaned.out());
        } catch (MalformedRecordException e) {
            throw reader.corrupt(e);
        }
        cleaned.filtered(filter.stillIndexed());
    }

    /// Gives up the files it reads. To be called in any case, by whoever has it.
    @Override
    public void close() {
        sources.forEach(source -> source.file().release());
    }
}
