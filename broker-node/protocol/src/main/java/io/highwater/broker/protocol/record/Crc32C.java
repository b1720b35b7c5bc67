package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;

/// The checksum of record batches, computed where the bytes lie.
public final class Crc32C {
    private Crc32C() {}

    /// CRC-32C of a part of a buffer, as an unsigned 32-bit number.
    ///
    /// @param position absolute, not relative to the reader index
    public static long compute(ByteBuf buffer, int position, int size) {
        var crc = new CRC32C();
        if (buffer.nioBufferCount() == 1) {
            crc.update(buffer.nioBuffer(position, size));
        } else {
            for (var part : buffer.nioBuffers(position, size)) {
                crc.update(part);
            }
        }
        return crc.getValue();
    }
}
