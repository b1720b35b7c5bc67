package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Writes a batch again with fewer records, as compaction leaves it.
///
/// Base offset, last offset, producer, sequence and leader epoch stay those of the original, so that neither offsets
/// nor sequence numbers shift; the count and the largest timestamp are those of what is left.
///
/// Thread-safety: none; one instance is used for one batch after the other.
public final class CompactedBatch {
    private static final int BEFORE_TIMESTAMP = 1;

    private final ByteBuf records = Unpooled.buffer(1024);
    private int count;
    private long maxTimestampDelta;

    /// Forgets the records of the batch before.
    public void clear() {
        records.clear();
        count = 0;
        maxTimestampDelta = Long.MIN_VALUE;
    }

    /// How many records are left so far.
    public int recordCount() {
        return count;
    }

    /// Keeps the record that the walk is at, byte by byte.
    public void keep(RecordCursor walk) {
        walk.copyTo(records, walk.start());
        count(walk);
    }

    /// Keeps the record that the walk is at, with its timestamp relative to another base.
    ///
    /// @param shift what is to be added to its delta
    public void keepShifted(RecordCursor walk, long shift) {
        var delta = walk.timestampDelta() + shift;
        var rest = walk.end() - walk.offsetPosition();
        Varint.writeInt(records, BEFORE_TIMESTAMP + Varint.sizeOfLong(delta) + rest);
        records.writeByte(0);
        Varint.writeLong(records, delta);
        walk.copyTo(records, walk.offsetPosition());
        count(walk);
    }

    private void count(RecordCursor walk) {
        count++;
        maxTimestampDelta = Math.max(maxTimestampDelta, walk.timestampDelta());
    }

    /// Appends the batch with the records that were kept, at least one, under the base timestamp of the original.
    public void write(RecordBatch original, ByteBuf out) {
        write(original, original.attributes(), original.baseTimestamp(), out);
    }

    /// Appends the batch with the records that were kept, at least one and shifted by the original's base timestamp
    /// less `deleteHorizonMs`.
    ///
    /// @param deleteHorizonMs when the tombstones and markers in it may go
    public void write(RecordBatch original, long deleteHorizonMs, ByteBuf out) {
        write(original, original.attributes() | RecordBatch.DELETE_HORIZON_BIT, deleteHorizonMs, out);
    }

    private void write(RecordBatch original, int attributes, long baseTimestamp, ByteBuf out) {
        var start = header(original, out);
        out.setShort(start + RecordBatch.ATTRIBUTES, attributes);
        out.setLong(start + RecordBatch.BASE_TIMESTAMP, baseTimestamp);
        out.setLong(start + RecordBatch.MAX_TIMESTAMP, maxTimestamp(original));
        out.setInt(start + RecordBatch.RECORD_COUNT, count);
        original.compression().compress(records, out);
        close(start, out);
    }

    private long maxTimestamp(RecordBatch original) {
        return original.timestampType() == TimestampType.LOG_APPEND_TIME
                ? original.maxTimestamp()
                : original.baseTimestamp() + maxTimestampDelta;
    }

    /// Appends the header alone: what must be remembered of a batch of which no record is left.
    public static void writeEmpty(RecordBatch original, ByteBuf out) {
        var start = header(original, out);
        var attributes = original.attributes() & ~(RecordBatch.CODEC_BITS | RecordBatch.DELETE_HORIZON_BIT);
        out.setShort(start + RecordBatch.ATTRIBUTES, attributes);
        out.setLong(start + RecordBatch.BASE_TIMESTAMP, RecordBatch.NO_TIMESTAMP);
        out.setInt(start + RecordBatch.RECORD_COUNT, 0);
        close(start, out);
    }

    private static int header(RecordBatch original, ByteBuf out) {
        var start = out.writerIndex();
        out.writeBytes(original.buffer(), original.position(), RecordBatch.HEADER_SIZE);
        return start;
    }

    private static void close(int start, ByteBuf out) {
        var size = out.writerIndex() - start;
        out.setInt(start + RecordBatch.LENGTH, size - RecordBatch.LOG_OVERHEAD);
        var checked = size - RecordBatch.ATTRIBUTES;
        out.setInt(start + RecordBatch.CRC, (int) Crc32C.compute(out, start + RecordBatch.ATTRIBUTES, checked));
    }
}
