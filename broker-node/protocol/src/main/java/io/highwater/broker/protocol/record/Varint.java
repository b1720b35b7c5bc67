package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;

/// The zigzag varints of records, at most 5 (int) or 10 (long) bytes.
final class Varint {
    private Varint() {}

    /// Reads from the reader index on.
    ///
    /// @throws MalformedRecordException when it is cut off or too long
    static int readInt(ByteBuf in) {
        var raw = 0;
        for (var shift = 0; shift < 35; shift += 7) {
            var next = readByte(in);
            raw |= (next & 0x7F) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecordException("A varint before position %d is too long".formatted(in.readerIndex()));
    }

    /// See [#readInt(ByteBuf)].
    static long readLong(ByteBuf in) {
        var raw = 0L;
        for (var shift = 0; shift < 70; shift += 7) {
            var next = readByte(in);
            raw |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecordException("A varlong before position %d is too long".formatted(in.readerIndex()));
    }

    static void writeInt(ByteBuf out, int value) {
        writeUnsigned(out, ((value << 1) ^ (value >> 31)) & 0xFFFF_FFFFL);
    }

    static void writeLong(ByteBuf out, long value) {
        writeUnsigned(out, (value << 1) ^ (value >> 63));
    }

    static int sizeOfInt(int value) {
        return sizeOfUnsigned(((value << 1) ^ (value >> 31)) & 0xFFFF_FFFFL);
    }

    static int sizeOfLong(long value) {
        return sizeOfUnsigned((value << 1) ^ (value >> 63));
    }

    private static byte readByte(ByteBuf in) {
        if (!in.isReadable()) {
            throw new MalformedRecordException("A varint is cut off at position " + in.readerIndex());
        }
        return in.readByte();
    }

    private static void writeUnsigned(ByteBuf out, long value) {
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static int sizeOfUnsigned(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }
}
