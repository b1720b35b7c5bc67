package io.highwater.broker.log.segment;

import static io.highwater.broker.log.index.TimeIndex.NO_TIMESTAMP;

import io.highwater.broker.log.index.OffsetIndex;
import io.highwater.broker.log.index.TimeIndex;
import io.highwater.broker.log.index.TransactionIndex;
import io.highwater.broker.log.segment.BatchScanner.Step;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import io.highwater.broker.protocol.record.RecordBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stretch of the log in one file, with its indexes.
///
/// The active segment takes appends; all others are sealed, their indexes cut to size. Opening the file,
/// mapping the indexes and doubting them is put off until somebody asks, so that sealed segments nobody
/// reads cost nothing.
///
/// A map of this file: creation, append, recovery, lookup, life cycle, plain facts.
///
/// Thread-safety: none; owned by the log's shard. [FileRecords] it hands out may travel.
public final class Segment implements AutoCloseable {
    /// For an index that is built anew when nobody has said how dense it should be.
    private static final int DEFAULT_INDEX_INTERVAL = 4096;

    private final Disk disk;
    private final Path directory;
    private final long baseOffset;
    private final Path logPath;
    private final OffsetIndex offsetIndex;
    private final TimeIndex timeIndex;
    private final TransactionIndex transactionIndex;
    private @Nullable SegmentFile file;
    private int size;
    private int bytesSinceIndexEntry;
    private long maxTimestamp = NO_TIMESTAMP;
    private long offsetOfMaxTimestamp;
    private long firstTimestamp = NO_TIMESTAMP;
    private boolean firstTimestampKnown;
    private final long createdMs;
    private long lastAppendMs;
    private boolean indexesTrusted;
    private boolean doubtfulIndexes;
    /// What a scrub has found, by position; nothing of it is served.
    private List<DamagedRange> damaged = List.of();

    private Segment(
            Disk disk,
            Path directory,
            long baseOffset,
            int size,
            OffsetIndex offsetIndex,
            TimeIndex timeIndex,
            String state,
            long timeMs) {
        this.disk = disk;
        this.directory = directory;
        this.baseOffset = baseOffset;
        this.logPath = SegmentNames.file(directory, baseOffset, SegmentNames.LOG + state);
        this.size = size;
        this.offsetIndex = offsetIndex;
        this.timeIndex = timeIndex;
        this.transactionIndex = new TransactionIndex(
                disk, SegmentNames.file(directory, baseOffset, SegmentNames.TXN_INDEX + state), baseOffset);
        this.offsetOfMaxTimestamp = baseOffset;
        this.createdMs = timeMs;
        this.lastAppendMs = timeMs;
    }

    // ---- creation ----

    /// A new, empty segment.
    public static Segment create(Disk disk, Path directory, long baseOffset, int maxIndexBytes, long nowMs) {
        return create(disk, directory, baseOffset, maxIndexBytes, "", nowMs);
    }

    /// A new, empty segment that compaction fills beside the ones it is to replace. Left-overs of an attempt
    /// that failed are overwritten.
    public static Segment cleaned(Disk disk, Path directory, long baseOffset, int maxIndexBytes, long nowMs) {
        SegmentNames.SUFFIXES.forEach(
                suffix -> disk.delete(SegmentNames.file(directory, baseOffset, suffix + SegmentNames.CLEANED)));
        return create(disk, directory, baseOffset, maxIndexBytes, SegmentNames.CLEANED, nowMs);
    }

    private static Segment create(
            Disk disk, Path directory, long baseOffset, int maxIndexBytes, String state, long nowMs) {
        var index = SegmentNames.file(directory, baseOffset, SegmentNames.INDEX + state);
        var timeIndex = SegmentNames.file(directory, baseOffset, SegmentNames.TIME_INDEX + state);
        var segment = new Segment(
                disk,
                directory,
                baseOffset,
                0,
                OffsetIndex.empty(disk, index, baseOffset, maxIndexBytes),
                TimeIndex.empty(disk, timeIndex, baseOffset, maxIndexBytes),
                state,
                nowMs);
        segment.indexesTrusted = true;
        segment.firstTimestampKnown = true;
        if (segment.file().file().size() > 0) {
            segment.restoreSize();
        }
        return segment;
    }

    /// A segment that is on disk. Index files that are missing or of an odd size count as empty and
    /// untrusted.
    public static Segment existing(Disk disk, Path directory, SegmentFiles files, int maxIndexBytes) {
        if (files.logSize() > Integer.MAX_VALUE) {
            throw new CorruptBatchException(
                    SegmentNames.file(directory, files.baseOffset(), SegmentNames.LOG),
                    Integer.MAX_VALUE,
                    "a segment of %d bytes is larger than 2 GiB".formatted(files.logSize()));
        }
        var base = files.baseOffset();
        var segment = new Segment(
                disk,
                directory,
                base,
                (int) files.logSize(),
                OffsetIndex.sealed(
                        disk,
                        SegmentNames.file(directory, base, SegmentNames.INDEX),
                        base,
                        maxIndexBytes,
                        Math.max(0, files.indexSize())),
                TimeIndex.sealed(
                        disk,
                        SegmentNames.file(directory, base, SegmentNames.TIME_INDEX),
                        base,
                        maxIndexBytes,
                        Math.max(0, files.timeIndexSize())),
                "",
                files.lastModifiedMs());
        segment.doubtfulIndexes = files.hasDoubtfulIndexes(DEFAULT_INDEX_INTERVAL);
        return segment;
    }

    // ---- append ----

    /// Appends whole batches whose offsets and epochs are final.
    ///
    /// Throws [DirectoryFaultException] when the disk fails; the segment still counts only what it had
    /// before, and [#restoreSize] takes back what was written in part.
    public void append(ByteBuf batches, int indexIntervalBytes, long nowMs) {
        file().file().write(batches, size);
        var position = batches.readerIndex();
        var end = batches.writerIndex();
        while (position < end) {
            var batch = new RecordBatch(batches, position);
            take(batch, indexIntervalBytes);
            position += batch.sizeInBytes();
        }
        lastAppendMs = nowMs;
    }

    /// Counts a batch in that lies at the end of the file.
    private void take(RecordBatch batch, int indexIntervalBytes) {
        var lastOffset = batch.lastOffset();
        var timestamp = newestRecord(batch);
        if (timestamp > maxTimestamp) {
            maxTimestamp = timestamp;
            offsetOfMaxTimestamp = lastOffset;
        }
        if (size == 0) {
            firstTimestamp = batch.maxTimestamp();
            firstTimestampKnown = true;
        }
        if (bytesSinceIndexEntry > indexIntervalBytes && !offsetIndex.isFull() && !timeIndex.isFull()) {
            index(lastOffset);
        }
        bytesSinceIndexEntry += batch.sizeInBytes();
        size += batch.sizeInBytes();
    }

    /// Compaction leaves a batch without records where a producer's last sequence is still needed: no lookup
    /// may find it.
    private static long newestRecord(RecordBatch batch) {
        return batch.recordCount() == 0 ? NO_TIMESTAMP : batch.maxTimestamp();
    }

    /// An entry less only makes lookups longer, so a full disk is no reason to refuse a batch that is
    /// written already. The time entry goes first: the time index must never know less than the offset
    /// index.
    private void index(long lastOffset) {
        try {
            timeIndex.append(maxTimestamp, offsetOfMaxTimestamp);
            offsetIndex.append(lastOffset, size);
            bytesSinceIndexEntry = 0;
        } catch (DiskFullException _) {
            // Tried again with the next batch, because the bytes since the last entry go on counting.
        }
    }

    /// Cuts the file back to what this segment counts, after a failed append.
    public void restoreSize() {
        file().file().truncate(size);
    }

    /// Makes the log file durable. Blocking.
    public void force() {
        file().file().force();
    }

    /// Whether a batch up to `lastOffset` of `bytes` bytes has no place here any more.
    public boolean isFull(long lastOffset, int bytes, int segmentBytes) {
        return size > segmentBytes - bytes || offsetIndex.isFull() || timeIndex.isFull() || !canHold(lastOffset);
    }

    /// Whether `offset` can be written relative to the base offset.
    public boolean canHold(long offset) {
        return offset - baseOffset <= Integer.MAX_VALUE;
    }

    /// How long the segment has been collecting: by the records' own clock where they have one, else since
    /// it was created.
    public long ageMs(long nowMs, long incomingTimestamp) {
        if (size == 0) {
            return 0;
        }
        var first = firstTimestamp();
        return first == NO_TIMESTAMP || incomingTimestamp == NO_TIMESTAMP
                ? nowMs - createdMs
                : incomingTimestamp - first;
    }

    /// Timestamp of the first batch, -1 when it has none.
    public long firstTimestamp() {
        if (!firstTimestampKnown && size > 0) {
            try (var scanner = scanner(0, BatchScanner.SHORT_WALK)) {
                if (scanner.advance() == Step.BATCH) {
                    firstTimestamp = scanner.batch().maxTimestamp();
                }
            }
            firstTimestampKnown = true;
        }
        return firstTimestamp;
    }

    // ---- recovery ----

    /// Sees each batch of a walk.
    public interface BatchVisitor {
        /// A batch by its header; the view is valid only during the call.
        void visit(RecordBatch header, int position);
    }

    /// Where and why a walk found bytes that are no batch.
    ///
    /// @param position first byte that is not part of a good batch
    /// @param reason   what is wrong there, for people
    public record Damage(int position, String reason) {}

    /// Says of each batch of a walk whether it belongs where it lies.
    public interface BatchCheck {
        /// What is wrong with a batch; empty if nothing is. The view is valid only during the call.
        String faultOf(RecordBatch header);
    }

    /// Builds the indexes anew from the file, and verifies the checksum of batches that reach
    /// `checkFromOffset` or lie behind it.
    ///
    /// @param check looks at each batch before it is counted
    /// @return the first damage; the segment then counts only what comes before, and [#restoreSize] drops
    ///         the rest
    public Optional<Damage> rebuild(long checkFromOffset, int indexIntervalBytes, BatchCheck check) {
        var end = size;
        forgetContent();
        indexesTrusted = true;
        try (var scanner = new BatchScanner(file().file(), 0, end, BatchScanner.LONG_WALK)) {
            var expected = baseOffset;
            var step = scanner.advance();
            while (step == Step.BATCH) {
                var fault = faultOf(scanner, expected, checkFromOffset, check);
                if (!fault.isEmpty()) {
                    return Optional.of(new Damage(scanner.position(), fault));
                }
                expected = scanner.batch().nextOffset();
                take(scanner.batch(), indexIntervalBytes);
                step = scanner.advance();
            }
            return step == Step.END ? Optional.empty() : Optional.of(new Damage(scanner.position(), scanner.damage()));
        }
    }

    private String faultOf(BatchScanner scanner, long expected, long checkFromOffset, BatchCheck check) {
        var batch = scanner.batch();
        if (batch.baseOffset() < expected || !canHold(batch.lastOffset())) {
            return "offset %d, expected %d".formatted(batch.baseOffset(), expected);
        }
        if (batch.lastOffset() >= checkFromOffset && !scanner.isValidCrc()) {
            return "checksum of the batch at offset %d is wrong".formatted(expected);
        }
        return check.faultOf(scanner.batch());
    }

    private void forgetContent() {
        size = 0;
        bytesSinceIndexEntry = 0;
        maxTimestamp = NO_TIMESTAMP;
        offsetOfMaxTimestamp = baseOffset;
        firstTimestamp = NO_TIMESTAMP;
        firstTimestampKnown = true;
        offsetIndex.clear();
        timeIndex.clear();
    }

    /// Finds out what an active segment must know after a clean stop, by a walk from the last index entry to
    /// the end.
    ///
    /// @return the damage, if the end is not what a clean stop leaves; recovery has to look at it then
    public Optional<Damage> resume(BatchVisitor visitor) {
        trustIndexes();
        maxTimestamp = timeIndex.lastTimestamp();
        offsetOfMaxTimestamp = timeIndex.lastOffset();
        var start = offsetIndex.floorPosition(Long.MAX_VALUE);
        try (var scanner = scanner(start, BatchScanner.LONG_WALK)) {
            var step = scanner.advance();
            while (step == Step.BATCH) {
                var batch = scanner.batch();
                if (newestRecord(batch) > maxTimestamp) {
                    maxTimestamp = newestRecord(batch);
                    offsetOfMaxTimestamp = batch.lastOffset();
                }
                visitor.visit(batch, scanner.position());
                step = scanner.advance();
            }
            bytesSinceIndexEntry = size - start;
            return step == Step.END ? Optional.empty() : Optional.of(new Damage(scanner.position(), scanner.damage()));
        }
    }

    /// Looks at indexes from disk once, before their first use; a doubtful one is built anew.
    private void trustIndexes() {
        if (indexesTrusted) {
            return;
        }
        if (doubtfulIndexes || !offsetIndex.isSane(size) || !timeIndex.isSane()) {
            var expectedSize = size;
            var damage = rebuild(Long.MAX_VALUE, DEFAULT_INDEX_INTERVAL, _ -> "");
            if (damage.isPresent()) {
                size = expectedSize;
                throw new CorruptBatchException(
                        logPath, damage.get().position(), damage.get().reason());
            }
            seal();
            // Torn by a crash, entries of before and after could look sane together.
            indexPaths().forEach(disk::force);
        }
        indexesTrusted = true;
    }

    // ---- lookup ----

    /// The batch that holds `offset`, or the first one behind it where compaction left a gap; empty at the
    /// segment's end.
    public Optional<BatchPosition> find(long offset) {
        trustIndexes();
        try (var scanner = scanner(offsetIndex.floorPosition(offset), BatchScanner.SHORT_WALK)) {
            while (step(scanner)) {
                if (scanner.batch().lastOffset() >= offset) {
                    requireGood(scanner, offset);
                    return Optional.of(position(scanner));
                }
            }
            return Optional.empty();
        }
    }

    /// Where a read of what comes before `offset` ends: at the batch that holds it, or at bytes that are no
    /// batch.
    public int endBefore(long offset) {
        trustIndexes();
        try (var scanner = scanner(offsetIndex.floorPosition(offset), BatchScanner.SHORT_WALK)) {
            var step = scanner.advance();
            while (step == Step.BATCH && scanner.batch().lastOffset() < offset) {
                step = scanner.advance();
            }
            return scanner.position();
        }
    }

    /// A batch that is known to be damaged is not found, and not passed over as if it had been compacted
    /// away either.
    private void requireGood(BatchScanner scanner, long offset) {
        for (var range : damaged) {
            var isPassedOver = range.end() == scanner.position()
                    && range.offset() <= offset
                    && offset < scanner.batch().baseOffset();
            if (range.position() == scanner.position() || isPassedOver) {
                throw new CorruptBatchException(logPath, range.position(), range.reason());
            }
        }
    }

    /// The first batch from `fromOffset` on whose largest timestamp is `timestamp` or later, as bytes that
    /// the caller releases.
    public Optional<ByteBuf> findByTimestamp(long timestamp, long fromOffset) {
        trustIndexes();
        var start = Math.max(timeIndex.floorOffset(timestamp), fromOffset);
        try (var scanner = scanner(offsetIndex.floorPosition(start), BatchScanner.SHORT_WALK)) {
            while (step(scanner)) {
                if (scanner.batch().lastOffset() >= start && newestRecord(scanner.batch()) >= timestamp) {
                    return Optional.of(scanner.readBatch());
                }
            }
            return Optional.empty();
        }
    }

    /// Visits the headers from the batch that holds `offset` on.
    public void forEachFrom(long offset, BatchVisitor visitor) {
        trustIndexes();
        try (var scanner = scanner(offsetIndex.floorPosition(offset), BatchScanner.LONG_WALK)) {
            while (step(scanner)) {
                if (scanner.batch().lastOffset() >= offset) {
                    visitor.visit(scanner.batch(), scanner.position());
                }
            }
        }
    }

    /// An offset of a batch that begins at or before `position`, and not long before.
    public long offsetBefore(int position) {
        trustIndexes();
        return offsetIndex.offsetBefore(position);
    }

    /// A whole batch that lies at `position`, in a buffer that the caller releases.
    public ByteBuf readBatch(int position, int bytes) {
        var buffer = Unpooled.buffer(bytes, bytes);
        if (file().file().read(buffer, position, bytes) < bytes) {
            buffer.release();
            throw new CorruptBatchException(logPath, position, "the file ends within the batch");
        }
        return buffer;
    }

    private boolean step(BatchScanner scanner) {
        var step = scanner.advance();
        if (step == Step.DAMAGED) {
            throw new CorruptBatchException(logPath, scanner.position(), scanner.damage());
        }
        return step == Step.BATCH;
    }

    private static BatchPosition position(BatchScanner scanner) {
        return new BatchPosition(
                scanner.position(),
                scanner.nextPosition() - scanner.position(),
                scanner.batch().baseOffset());
    }

    private BatchScanner scanner(int position, int windowSize) {
        return new BatchScanner(file().file(), position, size, windowSize);
    }

    /// The bytes from `position` on as a counted slice, which ends before what is known to be damaged.
    ///
    /// @throws CorruptBatchException when the damage begins there
    public FileRecords slice(int position, int bytes) {
        var size = bytes;
        for (var range : damaged) {
            if (position >= range.position() && position < range.end()) {
                throw new CorruptBatchException(logPath, range.position(), range.reason());
            }
            if (range.position() > position) {
                size = Math.min(size, range.position() - position);
            }
        }
        return new FileRecords(file(), position, size);
    }

    /// What is wrong with the segment, as a scrub of its whole file found it. Of no effect if the file has
    /// been replaced since.
    ///
    /// @return those that were not known before
    public List<DamagedRange> markDamaged(SegmentFile scrubbed, List<DamagedRange> found) {
        if (file != scrubbed) {
            return List.of();
        }
        var fresh = found.stream().filter(range -> !damaged.contains(range)).toList();
        damaged = List.copyOf(found);
        return fresh;
    }

    // ---- life cycle ----

    /// Drops the batch that holds `offset` and everything behind it.
    public void truncateTo(long offset) {
        var found = find(offset);
        offsetIndex.truncateTo(offset);
        timeIndex.truncateTo(offset);
        transactionIndex.truncateTo(offset);
        if (found.isEmpty()) {
            return;
        }
        size = found.get().position();
        file().file().truncate(size);
        if (size == 0) {
            forgetContent();
            return;
        }
        var damage = resume((_, _) -> {});
        if (damage.isPresent()) {
            throw new CorruptBatchException(
                    logPath, damage.get().position(), damage.get().reason());
        }
    }

    /// No appends will come for now: closes the indexes with a last time entry and cuts them to size.
    public void seal() {
        if (!indexesTrusted) {
            return;
        }
        closingTimeEntry();
        if (timeIndex.count() > 0) {
            offsetIndex.ensureFile();
        }
        offsetIndex.seal();
        timeIndex.seal();
    }

    private void closingTimeEntry() {
        if (maxTimestamp != NO_TIMESTAMP) {
            timeIndex.close(maxTimestamp, offsetOfMaxTimestamp);
        }
    }

    /// Renames the files so that no start takes them for a part of the log, and lets go of them.
    ///
    /// @return the files that are to be deleted some time later
    public List<Path> retire() {
        offsetIndex.close();
        timeIndex.close();
        release();
        return retire(disk, directory, baseOffset);
    }

    private static List<Path> retire(Disk disk, Path directory, long baseOffset) {
        var retired = new ArrayList<Path>();
        for (var suffix : SegmentNames.SUFFIXES) {
            var path = SegmentNames.file(directory, baseOffset, suffix);
            if (disk.exists(path)) {
                var target = path.resolveSibling(path.getFileName() + SegmentNames.DELETED);
                disk.move(path, target);
                retired.add(target);
            }
        }
        return retired;
    }

    private SegmentFile file() {
        if (file == null) {
            file = new SegmentFile(disk.open(logPath));
        }
        return file;
    }

    /// The file with one more share of its count, which the caller gives back.
    public SegmentFile retainFile() {
        var open = file();
        open.retain();
        return open;
    }

    private void release() {
        if (file != null) {
            file.release();
            file = null;
        }
    }

    /// Lets go of file and mappings without writing anything.
    @Override
    public void close() {
        offsetIndex.close();
        timeIndex.close();
        release();
    }

    // ---- plain facts ----

    /// Offset in the file name: no record here is before it.
    public long baseOffset() {
        return baseOffset;
    }

    /// Bytes of whole batches.
    public int size() {
        return size;
    }

    /// Largest timestamp in the segment, -1 when no record has one.
    public long maxTimestamp() {
        if (maxTimestamp == NO_TIMESTAMP && size > 0) {
            trustIndexes();
            maxTimestamp = timeIndex.lastTimestamp();
            offsetOfMaxTimestamp = timeIndex.lastOffset();
        }
        return maxTimestamp;
    }

    /// When the last batch was appended, as well as this process or the file system knows.
    public long lastAppendMs() {
        return lastAppendMs;
    }

    /// The log file and the index files, as they are named now.
    public List<Path> indexPaths() {
        return List.of(offsetIndex.file(), timeIndex.file());
    }

    /// What a listing of the directory would say once the segment is sealed.
    public SegmentFiles files() {
        return new SegmentFiles(
                baseOffset,
                size,
                (long) offsetIndex.count() * OffsetIndex.ENTRY_SIZE,
                (long) timeIndex.count() * TimeIndex.ENTRY_SIZE,
                lastAppendMs);
    }

    /// The transactions that were aborted by a marker in this segment.
    public TransactionIndex transactionIndex() {
        return transactionIndex;
    }

    /// The log file.
    public Path path() {
        return logPath;
    }
}
