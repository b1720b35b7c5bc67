package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.segment.BatchScanner;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.store.LogFile;
import io.highwater.broker.protocol.record.RecordBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads segments from start to end in large pieces and shows whole batches with valid checksums, in the buffer they
/// were read into. One buffer serves all segments of a run; it grows only for a batch that is larger and proves sound.
///
/// Thread-safety: none.
final class BatchReader implements AutoCloseable {
    private final CompactionObserver observer;
    private ByteBuf buffer;
    private @Nullable LogFile file;
    private int end;
    private int bufferStart;
    private int position;
    private int nextPosition;

    BatchReader(int bufferBytes, CompactionObserver observer) {
        this.observer = observer;
        this.buffer = Unpooled.directBuffer(bufferBytes, bufferBytes);
    }

    /// Goes to the beginning of a file, of which the first `size` bytes count.
    void open(LogFile next, int size) {
        file = next;
        end = size;
        buffer.clear();
        bufferStart = 0;
        position = 0;
        nextPosition = 0;
    }

    /// Goes to the next batch. Returns false at the end.
    ///
    /// @throws CorruptBatchException when the bytes are no batch
    boolean advance() {
        position = nextPosition;
        if (position == end) {
            return false;
        }
        require(Math.min(end - position, RecordBatch.HEADER_SIZE));
        var size = checkedSize();
        require(size);
        nextPosition = position + size;
        if (!batch().isValidCrc()) {
            throw corrupt("the checksum of the batch at offset %d is wrong".formatted(batch().baseOffset()));
        }
        return true;
    }

    private int checkedSize() {
        if (end - position < RecordBatch.HEADER_SIZE) {
            throw corrupt("%d bytes are too few for a header".formatted(end - position));
        }
        var batch = batch();
        var size = batch.sizeInBytes();
        if (size < RecordBatch.HEADER_SIZE || size > end - position) {
            throw corrupt("size %d, but %d bytes are left".formatted(size, end - position));
        }
        if (batch.magic() != RecordBatch.MAGIC) {
            throw corrupt("magic %d, expected %d".formatted(batch.magic(), RecordBatch.MAGIC));
        }
        return size;
    }

    /// Makes so many bytes from the position on available.
    private void require(int size) {
        if (position + size <= bufferStart + buffer.writerIndex()) {
            return;
        }
        if (size > buffer.capacity()) {
            grow(size);
        }
        var start = position - bufferStart;
        var kept = buffer.writerIndex() - start;
        buffer.setBytes(0, buffer, start, kept).setIndex(0, kept);
        bufferStart = position;
        var read = file().read(buffer, (long) position + kept, Math.min(end - position, buffer.capacity()) - kept);
        observer.read(read);
        if (buffer.writerIndex() < size) {
            throw corrupt("the file ends within the batch");
        }
    }

    /// A length that is nonsense must not cost memory: the checksum is computed piece by piece first.
    private void grow(int size) {
        try (var scanner = new BatchScanner(file(), position, end, BatchScanner.LONG_WALK)) {
            if (scanner.advance() != BatchScanner.Step.BATCH || !scanner.isValidCrc()) {
                throw corrupt("a batch of %d bytes has a wrong checksum".formatted(size));
            }
        }
        var larger = Unpooled.directBuffer(size, size);
        larger.writeBytes(buffer, 0, buffer.writerIndex());
        buffer.release();
        buffer = larger;
    }

    private LogFile file() {
        return Objects.requireNonNull(file, "no segment was opened");
    }

    private CorruptBatchException corrupt(String reason) {
        return new CorruptBatchException(file().path(), position, reason);
    }

    /// The current batch, whole; valid until the next step.
    RecordBatch batch() {
        return new RecordBatch(buffer, position - bufferStart);
    }

    /// Says of the current batch that it is damaged.
    CorruptBatchException corrupt(RuntimeException cause) {
        return corrupt("the records cannot be read: " + cause.getMessage());
    }

    @Override
    public void close() {
        buffer.release();
    }
}
