package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;

/// A view of one record batch in a buffer. Nothing is copied: getters read and setters write the buffer.
///
/// ```
/// position  0 baseOffset           i64   not covered by the checksum
///           8 length               i32   bytes after this field
///          12 partitionLeaderEpoch i32   not covered by the checksum
///          16 magic                i8    2
///          17 crc                  u32   CRC-32C of everything from attributes on
///          21 attributes           i16   0-2 codec, 3 timestamp type, 4 transactional, 5 control, 6 delete
///          horizon 23 lastOffsetDelta      i32
///          27 baseTimestamp        i64   the delete horizon, if attribute 6 is set
///          35 maxTimestamp         i64
///          43 producerId           i64   -1 for none
///          51 producerEpoch        i16
///          53 baseSequence         i32
///          57 recordCount          i32
///          61 records, compressed together
/// ```
///
/// Because the checksum leaves out base offset and leader epoch, a broker sets both in place and the producer's
/// bytes go to the disk and to consumers as they are.
///
/// The caller makes sure that the whole batch lies in the buffer; [RecordBatches] and [BatchValidator] do.
///
/// Thread-safety: none. Does not retain the buffer.
public final class RecordBatch {
    /// Size of a batch without records.
    public static final int HEADER_SIZE = 61;
    /// Size of base offset and length, which the length does not count.
    public static final int LOG_OVERHEAD = 12;
    /// The only format there is nowadays.
    public static final byte MAGIC = 2;

    public static final long NO_TIMESTAMP = -1;
    public static final long NO_PRODUCER_ID = -1;
    public static final short NO_PRODUCER_EPOCH = -1;
    public static final int NO_SEQUENCE = -1;
    public static final int NO_LEADER_EPOCH = -1;

    static final int BASE_OFFSET = 0;
    static final int LENGTH = 8;
    static final int LEADER_EPOCH = 12;
    static final int MAGIC_BYTE = 16;
    static final int CRC = 17;
    static final int ATTRIBUTES = 21;
    static final int LAST_OFFSET_DELTA = 23;
    static final int BASE_TIMESTAMP = 27;
    static final int MAX_TIMESTAMP = 35;
    static final int PRODUCER_ID = 43;
    static final int PRODUCER_EPOCH = 51;
    static final int BASE_SEQUENCE = 53;
    static final int RECORD_COUNT = 57;

    static final int CODEC_BITS = 0x07;
    static final int LOG_APPEND_TIME_BIT = 0x08;
    static final int TRANSACTIONAL_BIT = 0x10;
    static final int CONTROL_BIT = 0x20;
    static final int DELETE_HORIZON_BIT = 0x40;

    private final ByteBuf buffer;
    private final int position;

    /// @param position where the batch begins, absolute
    public RecordBatch(ByteBuf buffer, int position) {
        this.buffer = buffer;
        this.position = position;
    }

    /// The buffer that this is a view of.
    public ByteBuf buffer() {
        return buffer;
    }

    /// Where the batch begins in the buffer, absolute.
    public int position() {
        return position;
    }

    public long baseOffset() {
        return buffer.getLong(position + BASE_OFFSET);
    }

    /// Size of the whole batch, from the base offset to the end of the records.
    public int sizeInBytes() {
        return LOG_OVERHEAD + buffer.getInt(position + LENGTH);
    }

    public int partitionLeaderEpoch() {
        return buffer.getInt(position + LEADER_EPOCH);
    }

    public byte magic() {
        return buffer.getByte(position + MAGIC_BYTE);
    }

    /// The stored checksum, unsigned.
    public long crc() {
        return buffer.getUnsignedInt(position + CRC);
    }

    public short attributes() {
        return buffer.getShort(position + ATTRIBUTES);
    }

    public int lastOffsetDelta() {
        return buffer.getInt(position + LAST_OFFSET_DELTA);
    }

    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /// The base offset of the batch that comes after this one, unless compaction left a gap.
    public long nextOffset() {
        return lastOffset() + 1;
    }

    /// What the timestamps of the records are relative to.
    public long baseTimestamp() {
        return buffer.getLong(position + BASE_TIMESTAMP);
    }

    public long maxTimestamp() {
        return buffer.getLong(position + MAX_TIMESTAMP);
    }

    public long producerId() {
        return buffer.getLong(position + PRODUCER_ID);
    }

    /// Whether the batch comes from an idempotent or transactional producer.
    public boolean hasProducerId() {
        return producerId() != NO_PRODUCER_ID;
    }

    public short producerEpoch() {
        return buffer.getShort(position + PRODUCER_EPOCH);
    }

    public int baseSequence() {
        return buffer.getInt(position + BASE_SEQUENCE);
    }

    /// Sequence number of the last record, -1 for none. Sequence numbers wrap from 2^31 - 1 to 0.
    public int lastSequence() {
        var base = baseSequence();
        return base == NO_SEQUENCE ? NO_SEQUENCE : (base + lastOffsetDelta()) & Integer.MAX_VALUE;
    }

    public int recordCount() {
        return buffer.getInt(position + RECORD_COUNT);
    }

    /// The number of the codec, which need not be one that exists.
    public int codecId() {
        return attributes() & CODEC_BITS;
    }

    /// @throws MalformedRecordException when the attributes name no codec
    public Compression compression() {
        return Compression.of(codecId());
    }

    public boolean isCompressed() {
        return codecId() != 0;
    }

    public TimestampType timestampType() {
        return (attributes() & LOG_APPEND_TIME_BIT) == 0 ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME;
    }

    public boolean isTransactional() {
        return (attributes() & TRANSACTIONAL_BIT) != 0;
    }

    /// Whether the records are markers for the broker and clients rather than somebody's data.
    public boolean isControl() {
        return (attributes() & CONTROL_BIT) != 0;
    }

    /// Whether the base timestamp is the time after which compaction may drop the tombstones and markers of
    /// this batch.
    public boolean hasDeleteHorizon() {
        return (attributes() & DELETE_HORIZON_BIT) != 0;
    }

    /// Whether the stored checksum is that of the bytes.
    public boolean isValidCrc() {
        return crc() == computeCrc();
    }

    /// The records of this batch in order; decompresses if it must.
    public RecordIterator records() {
        return RecordIterator.of(this);
    }

    /// The same batch as bytes: a slice that shares the buffer and is not retained.
    public ByteBuf slice() {
        return buffer.slice(position, sizeInBytes());
    }

    /// Sets the offset of the first record. The checksum stays valid.
    public void setBaseOffset(long baseOffset) {
        buffer.setLong(position + BASE_OFFSET, baseOffset);
    }

    /// Sets the epoch of the leader that appends. The checksum stays valid.
    public void setLeaderEpoch(int leaderEpoch) {
        buffer.setInt(position + LEADER_EPOCH, leaderEpoch);
    }

    /// Makes the time of appending the timestamp of all records; computes the checksum anew.
    public void setLogAppendTime(long timestamp) {
        buffer.setShort(position + ATTRIBUTES, attributes() | LOG_APPEND_TIME_BIT);
        setMaxTimestamp(timestamp);
    }

    /// Corrects the largest timestamp; computes the checksum anew.
    public void setMaxTimestamp(long timestamp) {
        buffer.setLong(position + MAX_TIMESTAMP, timestamp);
        buffer.setInt(position + CRC, (int) computeCrc());
    }

    /// Tells of another codec and the size that it leads to; computes the checksum anew.
    void setEncoding(Compression codec, int sizeInBytes) {
        buffer.setShort(position + ATTRIBUTES, (attributes() & ~CODEC_BITS) | codec.id());
        buffer.setInt(position + LENGTH, sizeInBytes - LOG_OVERHEAD);
        buffer.setInt(position + CRC, (int) computeCrc());
    }

    /// The records as they are stored: a slice that shares the buffer and is not retained.
    ByteBuf payload() {
        return buffer.slice(position + HEADER_SIZE, sizeInBytes() - HEADER_SIZE);
    }

    /// One line with what a person wants to know about a batch.
    @Override
    public String toString() {
        return "RecordBatch[offsets %d to %d, epoch %d, %d bytes, %d records, producer %d/%d, sequence %d, attributes %x]"
                .formatted(
                        baseOffset(),
                        lastOffset(),
                        partitionLeaderEpoch(),
                        sizeInBytes(),
                        recordCount(),
                        producerId(),
                        producerEpoch(),
                        baseSequence(),
                        attributes());
    }

    private long computeCrc() {
        return Crc32C.compute(buffer, position + ATTRIBUTES, sizeInBytes() - ATTRIBUTES);
    }
}
