package io.highwater.broker.log.index;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// `.index`: from an offset to the position of a batch at or before it.
///
/// An entry is 8 bytes: i32 offset relative to the segment's base offset, i32 position. The offset is the last one
/// of the batch that begins at the position. Thread-safety: none; owned by the log's shard.
public final class OffsetIndex implements AutoCloseable {
    /// Bytes of one entry.
    public static final int ENTRY_SIZE = 8;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    private final EntryTable table;
    private final long baseOffset;

    private OffsetIndex(EntryTable table, long baseOffset) {
        this.table = table;
        this.baseOffset = baseOffset;
    }

    /// An index without entries; its file comes into being with the first one.
    public static OffsetIndex empty(Disk disk, Path file, long baseOffset, int maxBytes) {
        return new OffsetIndex(new EntryTable(disk, file, ENTRY_SIZE, maxBytes, 0, 0), baseOffset);
    }

    /// The index in a sealed file of `fileSize` bytes. Its entries are not looked at before [#isSane].
    public static OffsetIndex sealed(Disk disk, Path file, long baseOffset, int maxBytes, long fileSize) {
        var count = (int) (fileSize / ENTRY_SIZE);
        return new OffsetIndex(new EntryTable(disk, file, ENTRY_SIZE, maxBytes, count, fileSize), baseOffset);
    }

    /// Whether the entries can be true of a log file of `logSize` bytes: rising, and pointing into it.
    public boolean isSane(long logSize) {
        var previousOffset = -1;
        var previousPosition = -1;
        for (var slot = 0; slot < table.count(); slot++) {
            var offset = relativeOffset(slot);
            var position = position(slot);
            if (offset <= previousOffset || position <= previousPosition || position >= logSize) {
                return false;
            }
            previousOffset = offset;
            previousPosition = position;
        }
        return true;
    }

    /// Adds an entry; `lastOffset` must be beyond the last one added.
    public void append(long lastOffset, int position) {
        var relative = Math.toIntExact(lastOffset - baseOffset);
        if (table.count() > 0 && relative <= relativeOffset(table.count() - 1)) {
            throw new IllegalStateException("offset %d in %s is not beyond the last entry's %d"
                    .formatted(lastOffset, table.file(), baseOffset + relativeOffset(table.count() - 1)));
        }
        var at = table.extend();
        table.bytes().set(INT, at, relative);
        table.bytes().set(INT, at + 4, position);
    }

    /// Position of a batch that begins at or before `offset`; 0 when no entry is that early.
    public int floorPosition(long offset) {
        var slot = floorSlot(offset);
        return slot < 0 ? 0 : position(slot);
    }

    /// An offset of a batch that begins at or before `position`, and not long before; the base offset when no entry
    /// is that early.
    public long offsetBefore(int position) {
        var low = 0;
        var high = table.count();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (position(middle) <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? baseOffset : baseOffset + relativeOffset(low - 1);
    }

    private int floorSlot(long offset) {
        var relative = offset - baseOffset;
        var low = 0;
        var high = table.count();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (relativeOffset(middle) <= relative) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private int relativeOffset(int slot) {
        return table.bytes().get(INT, (long) slot * ENTRY_SIZE);
    }

    private int position(int slot) {
        return table.bytes().get(INT, (long) slot * ENTRY_SIZE + 4);
    }

    /// Forgets everything from `offset` on.
    public void truncateTo(long offset) {
        table.cutTo(floorSlot(offset - 1) + 1);
    }

    /// Forgets everything.
    public void clear() {
        table.cutTo(0);
    }

    /// How many entries there are.
    public int count() {
        return table.count();
    }

    /// Whether no entry fits any more.
    public boolean isFull() {
        return table.isFull();
    }

    /// Makes the file even without entries: Kafka's tools look for it beside every time index. Without room on the disk
    /// it is left out, which only they notice.
    public void ensureFile() {
        try {
            table.ensureFile();
        } catch (DiskFullException _) {
            // Rebuilt, or made, when the segment is sealed again.
        }
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

    @Override
    public void close() {
        table.close();
    }
}
