package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Steps over records and checks their shape without making objects of them. Each produced record passes here,
/// so this reads an NIO view of a buffer: its accesses compile to plain loads, which a buffer of Netty's does
/// not reach.
///
/// Uncompressed records are one window on the bytes that were sent; compressed ones come through a window that
/// moves over a stream, so their size is no matter.
///
/// Thread-safety: none.
final class RecordWalk {
    private static final int NULL_SIZE = -1;

    private final @Nullable RecordStream stream;
    private final ByteBuffer window;
    /// How many bytes lie before the window.
    private long before;

    private int position;
    private int limit;
    /// Where the current record ends, counted from the first record; nothing inside it may reach further.
    private long recordEnd;

    private long timestampDelta;
    private int offsetDelta;
    private boolean hasKey;

    /// @param records uncompressed records, from the reader index on; left as it is
    RecordWalk(ByteBuf records) {
        this.stream = null;
        this.window = records.nioBufferCount() == 1
                ? records.nioBuffer()
                : Unpooled.copiedBuffer(records).nioBuffer();
        this.position = window.position();
        this.limit = window.limit();
    }

    /// @param stream read up to the record that [#advance] is at, and a bit ahead
    RecordWalk(RecordStream stream) {
        this.stream = stream;
        this.window = ByteBuffer.wrap(stream.piece());
    }

    /// Steps over the next record.
    ///
    /// @return false at the end
    /// @throws MalformedRecordException when sizes inside the record do not add up
    boolean advance() {
        if (position == limit && !fill()) {
            return false;
        }
        recordEnd = Long.MAX_VALUE;
        var size = readInt();
        if (size < 0 || (stream == null && size > limit - position)) {
            throw announced(size, (long) limit - position);
        }
        recordEnd = at() + size;
        skip(1);
        timestampDelta = readVarint(10);
        offsetDelta = readInt();
        hasKey = skipBytes();
        skipBytes();
        skipHeaders();
        if (at() != recordEnd) {
            throw new MalformedRecordException(
                    "A record ends at position %d but announced position %d".formatted(at(), recordEnd));
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
        var count = readInt();
        require(count);
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
        require(size);
        var left = size;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!fill()) {
                throw announced(size, size - left);
            }
        }
        position += left;
    }

    private int readInt() {
        var value = readVarint(5);
        if ((int) value != value) {
            throw new MalformedRecordException("A varint before position %d is too large".formatted(at()));
        }
        return (int) value;
    }

    /// A zigzag varint of at most so many bytes. Most have one.
    private long readVarint(int maxBytes) {
        if (position < limit) {
            long first = window.get(position);
            if (first >= 0) {
                position++;
                return (first >>> 1) ^ -(first & 1);
            }
        }
        return readLongVarint(maxBytes);
    }

    private long readLongVarint(int maxBytes) {
        var raw = 0L;
        for (var i = 0; i < maxBytes && (position < limit || fill()); i++) {
            var next = window.get(position++);
            raw |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecordException("A varint before position %d is cut off or too long".formatted(at()));
    }

    private void require(int size) {
        if (size < 0 || size > recordEnd - at()) {
            throw announced(size, recordEnd - at());
        }
    }

    private MalformedRecordException announced(int size, long left) {
        return new MalformedRecordException(
                "A record announces %d bytes at position %d but %d are left".formatted(size, at(), left));
    }

    private long at() {
        return before + position;
    }

    /// Moves the window on; false at the end of the stream.
    private boolean fill() {
        if (stream == null) {
            return false;
        }
        var read = stream.next();
        if (read < 0) {
            return false;
        }
        before += limit;
        position = 0;
        limit = read;
        return true;
    }
}
