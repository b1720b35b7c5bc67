package io.highwater.broker.log.segment;

import static io.highwater.broker.protocol.record.RecordBatch.HEADER_SIZE;

import io.highwater.broker.log.store.LogFile;
import io.highwater.broker.protocol.record.RecordBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32C;

/// Walks through the batches of a file by their headers, reading ahead in windows.
///
/// Never trusts a length: a batch must fit into the file. Checks the checksum only when asked to, in window-sized
/// pieces, so a nonsense length costs no memory.
public final class BatchScanner implements AutoCloseable {
    /// Read-ahead for long walks, such as recovery.
    public static final int LONG_WALK = 256 * 1024;
    /// Read-ahead for a step or two, such as a lookup between two index entries.
    public static final int SHORT_WALK = 2 * HEADER_SIZE;

    private static final int SMALL = 16 * 1024;
    private static final int ATTRIBUTES_POSITION = 21;

    private final LogFile file;
    private final long end;
    private final ByteBuf window;
    private final CRC32C checksum = new CRC32C();
    private long windowStart;
    private long position;
    private long next;
    private RecordBatch batch;
    private String damage = "";

    /// A walk from `position`, where a batch must begin, to `end`, exclusive.
    public BatchScanner(LogFile file, long position, long end, int windowSize) {
        this.file = file;
        this.end = end;
        this.next = position;
        this.position = position;
        var capacity = (int) Math.max(SHORT_WALK, Math.min(windowSize, end - position));
        // A small direct buffer costs more to allocate than the copy that it spares.
        this.window =
                capacity <= SMALL ? Unpooled.buffer(capacity, capacity) : Unpooled.directBuffer(capacity, capacity);
        this.batch = new RecordBatch(window, 0);
        this.batch = new RecordBatch(window, 0);
        this.windowStart = position;
    }

    /// What the walk came to.
    public enum Step {
        /// A batch: see [#batch].
        BATCH,
        /// The end of the range, exactly.
        END,
        /// No batch can begin here: see [#damage].
        DAMAGED
    }

    /// Goes to the next batch.
    public Step advance() {
        position = next;
        if (position == end) {
            return Step.END;
        }
        if (end - position < HEADER_SIZE) {
            return damaged("%d bytes are too few for a header".formatted(end - position));
        }
        if (!showHeader()) {
            return damaged("the file ends before position %d".formatted(end));
        }
        return judgeHeader();
    }

    private Step judgeHeader() {
        var size = (long) batch.sizeInBytes();
        if (size < HEADER_SIZE || size > end - position) {
            return damaged("size %d, but %d bytes are left".formatted(size, end - position));
        }
        if (batch.magic() != RecordBatch.MAGIC) {
            return damaged("magic %d, expected %d".formatted(batch.magic(), RecordBatch.MAGIC));
        }
        if (batch.lastOffsetDelta() < 0 || batch.baseOffset() < 0) {
            return damaged("offsets %d + %d".formatted(batch.baseOffset(), batch.lastOffsetDelta()));
        }
        next = position + size;
        return Step.BATCH;
    }

    private Step damaged(String reason) {
        damage = reason;
        return Step.DAMAGED;
    }

    /// Whether the current batch's checksum is right.
    public boolean isValidCrc() {
        var expected = batch.crc();
        checksum.reset();
        var from = position + ATTRIBUTES_POSITION;
        while (from < next) {
            if (from < windowStart || from >= windowStart + window.writerIndex()) {
                fill(from);
            }
            var offset = (int) (from - windowStart);
            var count = (int) Math.min(next - from, window.writerIndex() - offset);
            if (count <= 0) {
                return false;
            }
            checksum.update(window.internalNioBuffer(offset, count));
            from += count;
        }
        return showHeader() && checksum.getValue() == expected;
    }

    /// Puts the view on the header of the current batch, reading it if it is not in the window; false if the file
    /// is shorter.
    private boolean showHeader() {
        if (position < windowStart || position + HEADER_SIZE > windowStart + window.writerIndex()) {
            fill(position);
        }
        batch = new RecordBatch(window, (int) (position - windowStart));
        return position + HEADER_SIZE <= windowStart + window.writerIndex();
    }

    private void fill(long from) {
        window.clear();
        windowStart = from;
        file.read(window, from, (int) Math.min(window.capacity(), end - from));
    }

    /// A view of the current batch's header; its records may lie outside of the view's buffer. Valid until the
    /// next step.
    public RecordBatch batch() {
        return batch;
    }

    /// Where the current batch begins.
    public int position() {
        return (int) position;
    }

    /// Where the batch after the current one begins.
    public int nextPosition() {
        return (int) next;
    }

    /// What is wrong with the bytes at [#position].
    public String damage() {
        return damage;
    }

    /// The whole current batch in a buffer of its own, which the caller releases.
    public ByteBuf readBatch() {
        var size = (int) (next - position);
        var buffer = Unpooled.directBuffer(size, size);
        if (file.read(buffer, position, size) < size) {
            buffer.release();
            throw new CorruptBatchException(file.path(), position, "the file ends within the batch");
        }
        return buffer;
    }

    @Override
    public void close() {
        window.release();
    }
}
