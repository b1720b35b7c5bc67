package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds one record batch: first the settings, then the records in the order of their offsets, then [#build].
///
/// ```java
/// var batch = new RecordBatchBuilder(Compression.NONE).leaderEpoch(3).append(nowMs, key, value).build(allocator);
/// ```
///
/// Thread-safety: none.
public final class RecordBatchBuilder {
    private static final long UNSET = Long.MIN_VALUE;

    private final Compression compression;
    private final ByteBuf records = Unpooled.buffer(256);
    private long baseOffset;
    private long nextOffset;
    private long lastOffset = UNSET;
    private int leaderEpoch = RecordBatch.NO_LEADER_EPOCH;
    private int attributes;
    private long producerId = RecordBatch.NO_PRODUCER_ID;
    private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
    private int baseSequence = RecordBatch.NO_SEQUENCE;
    private long baseTimestamp = UNSET;
    private long appendTime = UNSET;
    private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
    private int count;

    public RecordBatchBuilder(Compression compression) {
        this.compression = compression;
        this.attributes = compression.id();
    }

    /// Offset of the first record, 0 by default. To be set before the first record.
    public RecordBatchBuilder baseOffset(long offset) {
        requireNoRecords();
        baseOffset = offset;
        nextOffset = offset;
        return this;
    }

    /// Epoch of the leader that appends the batch, -1 by default.
    public RecordBatchBuilder leaderEpoch(int epoch) {
        leaderEpoch = epoch;
        return this;
    }

    /// Marks the batch as that of an idempotent producer.
    public RecordBatchBuilder producer(long id, short epoch, int firstSequence) {
        producerId = id;
        producerEpoch = epoch;
        baseSequence = firstSequence;
        return this;
    }

    /// Makes the records part of the producer's transaction.
    public RecordBatchBuilder transactional() {
        attributes |= RecordBatch.TRANSACTIONAL_BIT;
        return this;
    }

    /// Makes the records markers for broker and clients, see [ControlRecordType].
    public RecordBatchBuilder control() {
        attributes |= RecordBatch.CONTROL_BIT;
        return this;
    }

    /// Gives all records the broker's time in place of their own.
    public RecordBatchBuilder logAppendTime(long timestamp) {
        attributes |= RecordBatch.LOG_APPEND_TIME_BIT;
        appendTime = timestamp;
        return this;
    }

    /// The time after which compaction may drop tombstones and markers. To be set before the first record, because it
    /// takes the place of the base timestamp.
    public RecordBatchBuilder deleteHorizon(long timestamp) {
        requireNoRecords();
        attributes |= RecordBatch.DELETE_HORIZON_BIT;
        baseTimestamp = timestamp;
        return this;
    }

    /// The last offset of the batch where records at its end were removed; by default that of the last record.
    public RecordBatchBuilder lastOffset(long offset) {
        lastOffset = offset;
        return this;
    }

    /// Appends a record without headers at the next offset.
    public RecordBatchBuilder append(long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return append(timestamp, wrap(key), wrap(value), List.of());
    }

    /// Appends a record at the next offset. The buffers are read at once and left as they are.
    public RecordBatchBuilder append(
            long timestamp, @Nullable ByteBuf key, @Nullable ByteBuf value, List<Header> headers) {
        return append(new Record(nextOffset, timestamp, key, value, headers));
    }

    /// Appends a record at its own offset, which must be the next one or larger: compaction leaves gaps.
    public RecordBatchBuilder append(Record record) {
        if (record.offset() < nextOffset) {
            throw new IllegalArgumentException(
                    "Offset %d cannot follow, the next is %d".formatted(record.offset(), nextOffset));
        }
        if (baseTimestamp == UNSET) {
            baseTimestamp = record.timestamp();
        }
        write(record, Math.toIntExact(record.offset() - baseOffset), record.timestamp() - baseTimestamp);
        maxTimestamp = Math.max(maxTimestamp, record.timestamp());
        nextOffset = record.offset() + 1;
        count++;
        return this;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public int recordCount() {
        return count;
    }

    /// Size of the batch if it were built now and not compressed, in bytes.
    public int uncompressedSize() {
        return RecordBatch.HEADER_SIZE + records.readableBytes();
    }

    /// The batch, in a buffer that the caller owns. The builder may not be used any more.
    public ByteBuf build(ByteBufAllocator allocator) {
        var out = allocator.buffer(uncompressedSize());
        writeHeader(out);
        compression.compress(records, out);
        records.release();
        out.setInt(RecordBatch.LENGTH, out.writerIndex() - RecordBatch.LOG_OVERHEAD);
        var checked = out.writerIndex() - RecordBatch.ATTRIBUTES;
        out.setInt(RecordBatch.CRC, (int) Crc32C.compute(out, RecordBatch.ATTRIBUTES, checked));
        return out;
    }

    private void writeHeader(ByteBuf out) {
        var last = lastOffset == UNSET ? nextOffset - 1 : lastOffset;
        out.writeLong(baseOffset);
        out.writeInt(0);
        out.writeInt(leaderEpoch);
        out.writeByte(RecordBatch.MAGIC);
        out.writeInt(0);
        out.writeShort(attributes);
        out.writeInt(Math.toIntExact(last - baseOffset));
        out.writeLong(baseTimestamp == UNSET ? RecordBatch.NO_TIMESTAMP : baseTimestamp);
        out.writeLong(appendTime == UNSET ? maxTimestamp : appendTime);
        out.writeLong(producerId);
        out.writeShort(producerEpoch);
        out.writeInt(baseSequence);
        out.writeInt(count);
    }

    private void write(Record record, int offsetDelta, long timestampDelta) {
        Varint.writeInt(records, bodySize(record, offsetDelta, timestampDelta));
        records.writeByte(0);
        Varint.writeLong(records, timestampDelta);
        Varint.writeInt(records, offsetDelta);
        writeBytes(record.key());
        writeBytes(record.value());
        Varint.writeInt(records, record.headers().size());
        for (var header : record.headers()) {
            Varint.writeInt(records, ByteBufUtil.utf8Bytes(header.key()));
            ByteBufUtil.writeUtf8(records, header.key());
            writeBytes(header.value());
        }
    }

    private static int bodySize(Record record, int offsetDelta, long timestampDelta) {
        var size = 1
                + Varint.sizeOfLong(timestampDelta)
                + Varint.sizeOfInt(offsetDelta)
                + sizeOf(record.key())
                + sizeOf(record.value())
                + Varint.sizeOfInt(record.headers().size());
        for (var header : record.headers()) {
            var keySize = ByteBufUtil.utf8Bytes(header.key());
            size += Varint.sizeOfInt(keySize) + keySize + sizeOf(header.value());
        }
        return size;
    }

    private static int sizeOf(@Nullable ByteBuf bytes) {
        return bytes == null ? Varint.sizeOfInt(-1) : Varint.sizeOfInt(bytes.readableBytes()) + bytes.readableBytes();
    }

    private void writeBytes(@Nullable ByteBuf bytes) {
        if (bytes == null) {
            Varint.writeInt(records, -1);
            return;
        }
        Varint.writeInt(records, bytes.readableBytes());
        records.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    private static @Nullable ByteBuf wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : Unpooled.wrappedBuffer(bytes);
    }

    private void requireNoRecords() {
        if (count > 0) {
            throw new IllegalStateException("The batch has records already");
        }
    }
}
