package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/// Steps over records that lie in memory and shows where their parts are, without making objects of them: for
/// compaction, which looks at every key twice. Reads an NIO view of the buffer, because its accesses compile to plain
/// loads.
///
/// Thread-safety: none.
public final class RecordCursor {
    private static final int NULL_SIZE = -1;

    private final ByteBuf source;
    private final ByteBuffer in;
    /// From positions in the view to those in the buffer.
    private final int shift;

    private final int limit;
    private int position;
    private long timestampDelta;
    private int offsetDelta;
    private int start;
    private int offsetPosition;
    private int keyPosition;
    private int keySize;
    private boolean hasValue;

    /// @param records decompressed records, from the reader index on; left as it is
    public RecordCursor(ByteBuf records) {
        this.source = records.nioBufferCount() == 1 ? records : Unpooled.copiedBuffer(records);
        this.in = source.nioBuffer();
        this.shift = source.readerIndex() - in.position();
        this.position = in.position();
        this.limit = in.limit();
    }

    /// Steps over the next record.
    ///
    /// @return false at the end
    /// @throws MalformedRecordException when sizes inside the record do not add up
    public boolean advance() {
        if (position == limit) {
            return false;
        }
        start = position;
        var size = readInt();
        var end = position + require(size);
        skip(1);
        timestampDelta = readVarint(10);
        offsetPosition = position;
        offsetDelta = readInt();
        keySize = readInt();
        keyPosition = position;
        if (keySize != NULL_SIZE) {
            skip(keySize);
        }
        hasValue = skipBytes();
        skipHeaders();
        if (position != end) {
            throw new MalformedRecordException(
                    "A record ends at position %d but announced position %d".formatted(position, end));
        }
        return true;
    }

    /// Timestamp of the current record, relative to the batch's base timestamp.
    public long timestampDelta() {
        return timestampDelta;
    }

    /// Offset of the current record, relative to the batch's base offset.
    public int offsetDelta() {
        return offsetDelta;
    }

    public boolean hasKey() {
        return keySize != NULL_SIZE;
    }

    /// Whether the current record has a value; one without is a tombstone.
    public boolean hasValue() {
        return hasValue;
    }

    /// The bytes that positions refer to; not to be moved.
    public ByteBuffer bytes() {
        return in;
    }

    /// First byte of the current record, its size included.
    public int start() {
        return start;
    }

    /// One past the last byte of the current record.
    public int end() {
        return position;
    }

    /// First byte of the key; meaningless without one.
    public int keyPosition() {
        return keyPosition;
    }

    /// Bytes of the key, -1 without one.
    public int keySize() {
        return keySize;
    }

    /// First byte behind the timestamp: offset, key, value and headers follow.
    int offsetPosition() {
        return offsetPosition;
    }

    /// Appends the bytes from `from` to the end of the current record to `target`.
    void copyTo(ByteBuf target, int from) {
        target.writeBytes(source, from + shift, position - from);
    }

    private void skipHeaders() {
        var count = require(readInt());
        for (var i = 0; i < count; i++) {
            skip(readInt());
            skipBytes();
        }
    }

    private boolean skipBytes() {
        var size = readInt();
        if (size == NULL_SIZE) {
            return false;
        }
        skip(size);
        return true;
    }

    private void skip(int size) {
        position += require(size);
    }

    private int readInt() {
        var value = readVarint(5);
        if ((int) value != value) {
            throw new MalformedRecordException("A varint before position %d is too large".formatted(position));
        }
        return (int) value;
    }

    /// A zigzag varint of at most so many bytes. Most have one.
    private long readVarint(int maxBytes) {
        if (position < limit) {
            long first = in.get(position);
            if (first >= 0) {
                position++;
                return (first >>> 1) ^ -(first & 1);
            }
        }
        return readLongVarint(maxBytes);
    }

    private long readLongVarint(int maxBytes) {
        var raw = 0L;
        for (var i = 0; i < maxBytes && position < limit; i++) {
            var next = in.get(position++);
            raw |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecordException("A varint before position %d is cut off or too long".formatted(position));
    }

    private int require(int size) {
        if (size < 0 || size > limit - position) {
            throw new MalformedRecordException("A record announces %d bytes at position %d but %d are left"
                    .formatted(size, position, limit - position));
        }
        return size;
    }
}
