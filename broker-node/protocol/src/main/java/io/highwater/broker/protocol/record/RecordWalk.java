package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/// Steps over records and checks their shape without making objects of them. Each produced record passes here, so this
/// reads an NIO view of the buffer: its accesses compile to plain loads, which a buffer of Netty's does not reach.
///
/// Thread-safety: none.
final class RecordWalk {
    private static final int NULL_SIZE = -1;

    private final ByteBuffer in;
    private final int limit;
    private int position;
    private long timestampDelta;
    private int offsetDelta;
    private boolean hasKey;

    /// @param records decompressed records, from the reader index on; left as it is
    RecordWalk(ByteBuf records) {
        this.in = records.nioBufferCount() == 1
                ? records.nioBuffer()
                : Unpooled.copiedBuffer(records).nioBuffer();
        this.position = in.position();
        this.limit = in.limit();
    }

    /// Steps over the next record.
    ///
    /// @return false at the end
    /// @throws MalformedRecordException when sizes inside the record do not add up
    boolean advance() {
        if (position == limit) {
            return false;
        }
        var size = readInt();
        var end = position + require(size);
        skip(1);
        timestampDelta = readVarint(10);
        offsetDelta = readInt();
        hasKey = skipBytes();
        skipBytes();
        skipHeaders();
        if (position != end) {
            throw new MalformedRecordException(
                    "A record ends at position %d but announced position %d".formatted(position, end));
        }
        return true;
    }

    long timestampDelta() {
        return timestampDelta;
    }

    int offsetDelta() {
        return offsetDelta;
    }

    boolean hasKey() {
        return hasKey;
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
