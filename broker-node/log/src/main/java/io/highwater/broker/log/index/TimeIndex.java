package io.highwater.broker.log.index;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// `.timeindex`: from a timestamp to an offset before which no later timestamp occurs.
///
/// An entry is 12 bytes: i64 timestamp, i32 relative offset. (T, O) says: T is the largest timestamp up to offset
/// O. Both columns rise. Thread-safety: none; owned by the log's shard.
public final class TimeIndex implements AutoCloseable {
    /// Bytes of one entry.
    public static final int ENTRY_SIZE = 12;

    /// Timestamp of no record.
    public static final long NO_TIMESTAMP = -1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private final EntryTable table;
    private final long baseOffset;

    private TimeIndex(EntryTable table, long baseOffset) {
        this.table = table;
        this.baseOffset = baseOffset;
    }

    /// An index without entries; its file comes into being with the first one.
    public static TimeIndex empty(Disk disk, Path file, long baseOffset, int maxBytes) {
        return new TimeIndex(new EntryTable(disk, file, ENTRY_SIZE, maxBytes, 0, 0), baseOffset);
    }

    /// The index in a sealed file of `fileSize` bytes. Its entries are not looked at before [#isSane].
    public static TimeIndex sealed(Disk disk, Path file, long baseOffset, int maxBytes, long fileSize) {
        var count = (int) (fileSize / ENTRY_SIZE);
        return new TimeIndex(new EntryTable(disk, file, ENTRY_SIZE, maxBytes, count, fileSize), baseOffset);
    }

    /// Whether both columns rise.
    public boolean isSane() {
        var previousTimestamp = Long.MIN_VALUE;
        var previousOffset = -1;
        for (var slot = 0; slot < table.count(); slot++) {
            if (timestamp(slot) <= previousTimestamp
                    || relativeOffset(slot) < previousOffset
                    || relativeOffset(slot) < 0) {
                return false;
            }
            previousTimestamp = timestamp(slot);
            previousOffset = relativeOffset(slot);
        }
        return true;
    }

    /// Adds an entry unless `timestamp` is not beyond the last one.
    public void append(long timestamp, long offset) {
        if (timestamp <= lastTimestamp()) {
            return;
        }
        var relative = Math.toIntExact(offset - baseOffset);
        write(table.extend(), timestamp, relative);
    }

    /// As [#append] for the last entry of a segment, which must name the segment's largest timestamp. Where the disk
    /// has no room for it, it takes the place of the entry before: that only makes lookups longer. Where
    /// there is none before, the index stays empty, and an empty one is not trusted by the next start.
    public void close(long timestamp, long offset) {
        try {
            append(timestamp, offset);
        } catch (DiskFullException _) {
            if (table.count() > 0) {
                write((long) (table.count() - 1) * ENTRY_SIZE, timestamp, Math.toIntExact(offset - baseOffset));
            }
        }
    }

    private void write(long at, long timestamp, int relative) {
        table.bytes().set(LONG, at, timestamp);
        table.bytes().set(INT, at + 8, relative);
    }

    /// Largest timestamp of the index, [#NO_TIMESTAMP] when it is empty.
    public long lastTimestamp() {
        return table.count() == 0 ? NO_TIMESTAMP : timestamp(table.count() - 1);
    }

    /// Offset that belongs to [#lastTimestamp]; the base offset when the index is empty.
    public long lastOffset() {
        return table.count() == 0 ? baseOffset : baseOffset + relativeOffset(table.count() - 1);
    }

    /// The offset from which on to search for the first record at or after `timestamp`.
    public long floorOffset(long timestamp) {
        var low = 0;
        var high = table.count();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (timestamp(middle) < timestamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? baseOffset : baseOffset + relativeOffset(low - 1);
    }

    /// Forgets every entry whose offset is `offset` or later.
    public void truncateTo(long offset) {
        var count = table.count();
        while (count > 0 && baseOffset + relativeOffset(count - 1) >= offset) {
            count--;
        }
        table.cutTo(count);
    }

    /// Forgets everything.
    public void clear() {
        table.cutTo(0);
    }

    /// How many entries there are.
    public int count() {
        return table.count();
    }

    /// Whether only the closing entry of the segment fits any more.
    public boolean isFull() {
        return table.isAlmostFull();
    }

    /// No more entries will come for now: the file gets exactly the size of its content.
    public void seal() {
        table.seal();
    }

    /// The file.
    public Path file() {
        return table.file();
    }

    /// The file goes by another name from now on.
    public void renamed(Path newFile) {
        table.renamed(newFile);
    }

    private long timestamp(int slot) {
        return table.bytes().get(LONG, (long) slot * ENTRY_SIZE);
    }

    private int relativeOffset(int slot) {
        return table.bytes().get(INT, (long) slot * ENTRY_SIZE + 8);
    }

    @Override
    public void close() {
        table.close();
    }
}
