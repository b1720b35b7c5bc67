package io.highwater.broker.protocol.wire;

import io.highwater.broker.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Appends primitives to a growing buffer. Record batches are not copied: they are remembered with the position where
/// they belong, and [#parts()] tells the order in which everything has to go out.
///
/// The writer owns the buffer until `parts()` hands it over or [#release()] gives it up.
///
/// Thread-safety: none.
public final class MessageWriter {
    private static final int MAX_SHORT_STRING = Short.MAX_VALUE;

    private final ByteBuf out;
    private final int start;
    private final List<Cut> cuts = new ArrayList<>(0);
    private int recordBytes;

    /// Records that go out when the buffer has been sent up to `position`.
    private record Cut(int position, Records records) {}

    public MessageWriter(ByteBuf out) {
        this.out = out;
        this.start = out.writerIndex();
    }

    /// Bytes written so far, records included.
    public int size() {
        return out.writerIndex() - start + recordBytes;
    }

    /// What was written without the records. Still owned by the writer.
    public ByteBuf buffer() {
        return out;
    }

    /// Overwrites four bytes at a position counted from where the writer started; for size prefixes. There must be no
    /// records before it.
    public void setInt(int position, int value) {
        out.setInt(start + position, value);
    }

    public void writeByte(byte value) {
        out.writeByte(value);
    }

    public void writeBoolean(boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    public void writeShort(short value) {
        out.writeShort(value);
    }

    public void writeUnsignedShort(int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("uint16 cannot be " + value);
        }
        out.writeShort(value);
    }

    public void writeInt(int value) {
        out.writeInt(value);
    }

    public void writeUnsignedInt(long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("uint32 cannot be " + value);
        }
        out.writeInt((int) value);
    }

    public void writeLong(long value) {
        out.writeLong(value);
    }

    public void writeDouble(double value) {
        out.writeDouble(value);
    }

    public void writeUuid(Uuid value) {
        out.writeLong(value.msb());
        out.writeLong(value.lsb());
    }

    public void writeUnsignedVarint(int value) {
        var rest = value;
        while ((rest & ~0x7F) != 0) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    public void writeString(@Nullable String value, boolean compact) {
        if (value == null) {
            writeStringLength(-1, compact);
            return;
        }
        var length = ByteBufUtil.utf8Bytes(value);
        writeStringLength(length, compact);
        ByteBufUtil.reserveAndWriteUtf8(out, value, length);
    }

    public void writeBytes(byte @Nullable [] value, boolean compact) {
        if (value == null) {
            writeLength(-1, compact);
            return;
        }
        writeLength(value.length, compact);
        out.writeBytes(value);
    }

    public void writeRecords(@Nullable Records value, boolean compact) {
        if (value == null) {
            writeLength(-1, compact);
            return;
        }
        writeLength(value.sizeInBytes(), compact);
        writeRecords(value);
    }

    /// Puts records here without a length before them.
    public void writeRecords(Records records) {
        if (records.sizeInBytes() > 0) {
            cuts.add(new Cut(out.writerIndex(), records));
            recordBytes += records.sizeInBytes();
        }
    }

    /// Number of elements of an array, -1 for null.
    public void writeArrayLength(int length, boolean compact) {
        writeLength(length, compact);
    }

    /// Starts a tagged field; [#endTaggedField(int)] takes what this returns. No records may be written in between.
    public int beginTaggedField(int tag) {
        writeUnsignedVarint(tag);
        out.writeByte(0);
        return out.writerIndex();
    }

    /// Fills in the size of a tagged field. One byte was left for it, so only fields of 128 bytes and more move.
    public void endTaggedField(int begin) {
        var size = out.writerIndex() - begin;
        var extra = varintSize(size) - 1;
        if (extra > 0) {
            out.ensureWritable(extra);
            shift(begin, size, extra);
        }
        out.writerIndex(begin - 1);
        writeUnsignedVarint(size);
        out.writerIndex(begin + extra + size);
    }

    /// Everything written, in order: [ByteBuf]s and [Records]. Hands over the buffer: each `ByteBuf` is to be released
    /// by the caller, and the writer may not be used any more.
    public List<Object> parts() {
        if (cuts.isEmpty()) {
            return List.of(out);
        }
        var parts = new ArrayList<Object>(2 * cuts.size() + 1);
        var position = start;
        for (var cut : cuts) {
            if (cut.position() > position) {
                parts.add(out.retainedSlice(position, cut.position() - position));
                position = cut.position();
            }
            parts.add(cut.records());
        }
        if (out.writerIndex() > position) {
            parts.add(out.retainedSlice(position, out.writerIndex() - position));
        }
        out.release();
        return parts;
    }

    /// Gives the buffer up when nothing will be sent.
    public void release() {
        out.release();
    }

    private void shift(int begin, int size, int by) {
        var copy = out.copy(begin, size);
        out.setBytes(begin + by, copy);
        copy.release();
    }

    private void writeStringLength(int length, boolean compact) {
        if (length > MAX_SHORT_STRING) {
            throw new IllegalArgumentException("A string has at most 32767 bytes but this one has " + length);
        }
        if (compact) {
            writeUnsignedVarint(length + 1);
        } else {
            out.writeShort(length);
        }
    }

    private void writeLength(int length, boolean compact) {
        if (compact) {
            writeUnsignedVarint(length + 1);
        } else {
            out.writeInt(length);
        }
    }

    private static int varintSize(int value) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
    }
}
