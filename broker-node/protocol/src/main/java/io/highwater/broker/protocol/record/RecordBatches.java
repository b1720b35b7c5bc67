package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The batches of a buffer, from its reader index to its writer index, in order. A batch that is cut off at the
/// end, as a fetch by bytes may leave it, is not part of the sequence; [#validBytes()] tells where it begins.
///
/// Looks at lengths only: neither checksums nor records are verified.
public final class RecordBatches implements Iterable<RecordBatch> {
    private final ByteBuf buffer;

    private RecordBatches(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /// Does not retain the buffer and leaves its indexes alone.
    public static RecordBatches of(ByteBuf buffer) {
        return new RecordBatches(buffer);
    }

    /// How many bytes the whole batches take, counted from the reader index.
    public int validBytes() {
        var end = buffer.readerIndex();
        for (var batch : this) {
            end = batch.position() + batch.sizeInBytes();
        }
        return end - buffer.readerIndex();
    }

    @Override
    public BatchIterator iterator() {
        return new BatchIterator(buffer);
    }

    /// Walks from batch to batch; allocates one view per batch.
    ///
    /// Throws [MalformedRecordException] at a batch whose length is smaller than a header.
    public static final class BatchIterator implements Iterator<RecordBatch> {
        private final ByteBuf buffer;
        private int position;

        private BatchIterator(ByteBuf buffer) {
            this.buffer = buffer;
            this.position = buffer.readerIndex();
        }

        @Override
        public boolean hasNext() {
            var available = buffer.writerIndex() - position;
            return available >= RecordBatch.LOG_OVERHEAD && available - RecordBatch.LOG_OVERHEAD >= length();
        }

        @Override
        public RecordBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var batch = new RecordBatch(buffer, position);
            position += batch.sizeInBytes();
            return batch;
        }

        private int length() {
            var length = buffer.getInt(position + RecordBatch.LENGTH);
            if (length < RecordBatch.HEADER_SIZE - RecordBatch.LOG_OVERHEAD) {
                throw new MalformedRecordException(
                        "The batch at position %d has length %d, less than a header".formatted(position, length));
            }
            return length;
        }
    }
}
