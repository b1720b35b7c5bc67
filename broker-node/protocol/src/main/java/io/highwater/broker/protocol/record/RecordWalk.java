package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;

/// Steps over records and checks their shape without making objects of them.
///
/// Thread-safety: none.
final class RecordWalk {
    private final ByteBuf in;
    private long timestampDelta;
    private int offsetDelta;
    private boolean hasKey;

    /// @param in decompressed records; read from its reader index on, which moves
    RecordWalk(ByteBuf in) {
        this.in = in;
    }

    /// Steps over the next record.
    ///
    /// @return false at the end
    /// @throws MalformedRecordException when sizes inside the record do not add up
    boolean advance() {
        if (!in.isReadable()) {
            return false;
        }
        var size = Varint.readInt(in);
        var end = in.readerIndex() + require(size);
        in.skipBytes(require(1));
        timestampDelta = Varint.readLong(in);
        offsetDelta = Varint.readInt(in);
        hasKey = skipBytes();
        skipBytes();
        skipHeaders();
        if (in.readerIndex() != end) {
            throw new MalformedRecordException(
                    "A record ends at position %d but announced position %d".formatted(in.readerIndex(), end));
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
        var count = require(Varint.readInt(in));
        for (var i = 0; i < count; i++) {
            in.skipBytes(require(Varint.readInt(in)));
            skipBytes();
        }
    }

    private boolean skipBytes() {
        var size = Varint.readInt(in);
        if (size == -1) {
            return false;
        }
        in.skipBytes(require(size));
        return true;
    }

    private int require(int size) {
        if (size < 0 || size > in.readableBytes()) {
            throw new MalformedRecordException("A record announces %d bytes at position %d but %d are left"
                    .formatted(size, in.readerIndex(), in.readableBytes()));
        }
        return size;
    }
}
