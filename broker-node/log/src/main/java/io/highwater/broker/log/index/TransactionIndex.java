package io.highwater.broker.log.index;

import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `.txnindex`: the transactions that were aborted by a marker in this segment, in the order of the markers.
///
/// An entry is 34 bytes: i16 version 0, i64 producer id, i64 first offset, i64 last offset, i64 last stable offset.
/// There is no file before the first entry, and no entry is read before somebody asks. Thread-safety: none; owned by
/// the log's shard.
public final class TransactionIndex {
    /// Bytes of one entry.
    public static final int ENTRY_SIZE = 34;

    private static final short VERSION = 0;

    private final Disk disk;
    private final Path file;
    private final long baseOffset;
    private @Nullable List<AbortedTransaction> entries;
    /// Whether every byte of the file made sense.
    private boolean sane = true;

    private int written;
    private boolean forced = true;

    /// The index in `file`, if it is there.
    public TransactionIndex(Disk disk, Path file, long baseOffset) {
        this.disk = disk;
        this.file = file;
        this.baseOffset = baseOffset;
    }

    /// Whether the file holds whole entries that follow each other; what comes after the first that does not is not
    /// among the [#entries].
    public boolean isSane() {
        loaded();
        return sane;
    }

    /// The entries; not to be changed.
    public List<AbortedTransaction> entries() {
        return loaded();
    }

    private List<AbortedTransaction> loaded() {
        var known = entries;
        if (known == null) {
            known = disk.exists(file) ? decode(disk.readAll(file)) : new ArrayList<>(0);
            entries = known;
            written = known.size();
        }
        return known;
    }

    private List<AbortedTransaction> decode(byte[] content) {
        var found = new ArrayList<AbortedTransaction>(content.length / ENTRY_SIZE);
        var buffer = ByteBuffer.wrap(content);
        var previous = baseOffset - 1;
        sane = content.length % ENTRY_SIZE == 0;
        while (buffer.remaining() >= ENTRY_SIZE) {
            var version = buffer.getShort();
            var entry = new AbortedTransaction(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
            if (version != VERSION || entry.lastOffset() <= previous || entry.firstOffset() > entry.lastOffset()) {
                sane = false;
                break;
            }
            previous = entry.lastOffset();
            found.add(entry);
        }
        return found;
    }

    /// Adds an entry. Where the disk has no room for it, it waits for [#writePending].
    public void append(AbortedTransaction transaction) {
        loaded().add(transaction);
        writePending();
    }

    /// Writes what the disk had no room for. Returns whether all is written.
    public boolean writePending() {
        var all = entries;
        if (all == null || written == all.size()) {
            return true;
        }
        var buffer = Unpooled.buffer((all.size() - written) * ENTRY_SIZE);
        for (var entry : all.subList(written, all.size())) {
            buffer.writeShort(VERSION)
                    .writeLong(entry.producerId())
                    .writeLong(entry.firstOffset())
                    .writeLong(entry.lastOffset())
                    .writeLong(entry.lastStableOffset());
        }
        forced = false;
        try (var open = disk.open(file)) {
            open.write(buffer, (long) written * ENTRY_SIZE);
        } catch (DiskFullException _) {
            return false;
        }
        written = all.size();
        return true;
    }

    /// Offset of the first marker whose entry is not in the file yet; all are there if [#writePending] says so.
    public long firstPending() {
        var all = entries;
        return all == null || written == all.size()
                ? Long.MAX_VALUE
                : all.get(written).lastOffset();
    }

    /// Whether something was written since the last call: the file is to be forced.
    public boolean takeUnforced() {
        var result = !forced;
        forced = true;
        return result;
    }

    /// Forgets the transactions that were aborted at `offset` or later, and whatever made no sense.
    public void truncateTo(long offset) {
        var all = loaded();
        var before = all.size();
        all.removeIf(entry -> entry.lastOffset() >= offset);
        if (all.size() < before || !sane) {
            written = Math.min(written, all.size());
            disk.truncate(file, (long) written * ENTRY_SIZE);
            sane = true;
        }
    }

    /// The file.
    public Path file() {
        return file;
    }
}
