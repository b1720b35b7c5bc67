package io.highwater.broker.log.index;

import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.MappedFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A table of entries of one size in a mapped file that grows by doubling.
///
/// Between growth and [#seal] the file is longer than its content and ends in zeros; sealed it is exactly as long,
/// which is what Kafka's tools expect of a closed segment. Thread-safety: none.
final class EntryTable implements AutoCloseable {
    private static final int FIRST_CAPACITY_BYTES = 4096;

    private final Disk disk;
    private final int entrySize;
    private final int maxCount;
    private Path file;
    private int count;
    private long fileSize;
    private @Nullable MappedFile mapping;

    /// A table over `file`, of which the first `count` entries are there already and which is `fileSize` bytes
    /// long.
    EntryTable(Disk disk, Path file, int entrySize, int maxBytes, int count, long fileSize) {
        this.disk = disk;
        this.file = file;
        this.entrySize = entrySize;
        this.maxCount = maxBytes / entrySize;
        this.count = count;
        this.fileSize = fileSize;
    }

    Path file() {
        return file;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count >= maxCount;
    }

    /// Whether only one more entry fits.
    boolean isAlmostFull() {
        return count >= maxCount - 1;
    }

    /// The entries, mapped by the first who asks.
    MemorySegment bytes() {
        if (mapping == null) {
            mapping = disk.map(file, Math.max(fileSize, entrySize));
            fileSize = mapping.bytes().byteSize();
        }
        return mapping.bytes();
    }

    /// Makes room for one more entry, counts it in, and returns the byte position where it is to be written.
    long extend() {
        if (isFull()) {
            throw new IllegalStateException("index %s is full with %d entries".formatted(file, count));
        }
        var position = (long) count * entrySize;
        if (position + entrySize > fileSize) {
            grow();
        }
        count++;
        return position;
    }

    /// Everything stays as it was when the disk has no room.
    private void grow() {
        unmap();
        var doubled = Math.max(FIRST_CAPACITY_BYTES, fileSize * 2);
        mapping = disk.map(file, Math.min(doubled / entrySize, maxCount) * entrySize);
        fileSize = mapping.bytes().byteSize();
    }

    /// Forgets all entries from slot `newCount` on.
    void cutTo(int newCount) {
        count = Math.min(count, newCount);
    }

    /// Makes the file, should there be no entry yet that has made it.
    void ensureFile() {
        if (fileSize == 0 && !disk.exists(file)) {
            bytes();
        }
    }

    /// Takes the mapping away and cuts the file to its content.
    void seal() {
        unmap();
        var size = (long) count * entrySize;
        if (fileSize > size && disk.exists(file)) {
            disk.truncate(file, size);
        }
        fileSize = size;
    }

    /// The file goes by another name from now on.
    void renamed(Path newFile) {
        file = newFile;
    }

    private void unmap() {
        if (mapping != null) {
            mapping.close();
            mapping = null;
        }
    }

    /// Takes the mapping away and leaves the file as it is.
    @Override
    public void close() {
        unmap();
    }
}
