package io.highwater.broker.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Record batches in memory: the readable bytes of a buffer. Read from a message, it is a slice of the message's own
/// buffer and lives exactly as long; to keep it longer, retain the buffer.
public record BufferRecords(ByteBuf buffer) implements Records {
    /// No batches at all.
    public static final BufferRecords EMPTY = new BufferRecords(Unpooled.EMPTY_BUFFER);

    @Override
    public int sizeInBytes() {
        return buffer.readableBytes();
    }

    @Override
    public String toString() {
        return "BufferRecords[" + sizeInBytes() + " bytes]";
    }
}
