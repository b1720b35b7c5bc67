package io.highwater.broker.protocol.wire;

import io.highwater.broker.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads primitives from a buffer that somebody else owns, from its reader index on. Trusts nothing: each announced
/// length is compared with what is left before anything is allocated.
///
/// `compact` chooses between the two encodings of lengths: fixed-width, or unsigned varints of length + 1 (from the
/// first flexible version of a message on).
///
/// Thread-safety: none.
public final class MessageReader {
    private static final int NULL_LENGTH = -1;

    private final ByteBuf in;

    public MessageReader(ByteBuf in) {
        this.in = in;
    }

    /// How many bytes have not been read yet.
    public int remaining() {
        return in.readableBytes();
    }

    public byte readByte() {
        require("int8", Byte.BYTES);
        return in.readByte();
    }

    public boolean readBoolean() {
        require("bool", Byte.BYTES);
        return in.readByte() != 0;
    }

    public short readShort() {
        require("int16", Short.BYTES);
        return in.readShort();
    }

    public int readUnsignedShort() {
        require("uint16", Short.BYTES);
        return in.readUnsignedShort();
    }

    public int readInt() {
        require("int32", Integer.BYTES);
        return in.readInt();
    }

    public long readUnsignedInt() {
        require("uint32", Integer.BYTES);
        return in.readUnsignedInt();
    }

    public long readLong() {
        require("int64", Long.BYTES);
        return in.readLong();
    }

    public double readDouble() {
        require("float64", Double.BYTES);
        return in.readDouble();
    }

    public Uuid readUuid() {
        require("uuid", 2 * Long.BYTES);
        var msb = in.readLong();
        var lsb = in.readLong();
        return msb == 0 && lsb == 0 ? Uuid.ZERO : new Uuid(msb, lsb);
    }

    public int readUnsignedVarint() {
        var value = 0;
        for (var shift = 0; shift < 35; shift += 7) {
            require("varint", Byte.BYTES);
            var next = in.readByte();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedMessageException("varint before position %d is longer than 5 bytes".formatted(position()));
    }

    public String readString(boolean compact) {
        var length = readLength("string", compact, true);
        if (length < 0) {
            throw MalformedMessageException.unexpectedNull("string", position());
        }
        return decode(length);
    }

    public @Nullable String readNullableString(boolean compact) {
        var length = readLength("string", compact, true);
        return length < 0 ? null : decode(length);
    }

    public byte[] readBytes(boolean compact) {
        var bytes = readNullableBytes(compact);
        if (bytes == null) {
            throw MalformedMessageException.unexpectedNull("bytes", position());
        }
        return bytes;
    }

    public byte @Nullable [] readNullableBytes(boolean compact) {
        var length = readLength("bytes", compact, false);
        if (length < 0) {
            return null;
        }
        require("bytes", length);
        var bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    /// Record batches as a slice of the buffer being read: no copy, and valid only as long as that buffer is.
    public Records readRecords(boolean compact) {
        var records = readNullableRecords(compact);
        if (records == null) {
            throw MalformedMessageException.unexpectedNull("records", position());
        }
        return records;
    }

    /// See [#readRecords(boolean)].
    public @Nullable Records readNullableRecords(boolean compact) {
        var length = readLength("records", compact, false);
        if (length < 0) {
            return null;
        }
        require("records", length);
        return new BufferRecords(in.readSlice(length));
    }

    /// The number of elements that follow.
    ///
    /// @throws MalformedMessageException also when there are fewer bytes left than elements announced
    public int readArrayLength(boolean compact) {
        var length = readNullableArrayLength(compact);
        if (length < 0) {
            throw MalformedMessageException.unexpectedNull("array", position());
        }
        return length;
    }

    /// As [#readArrayLength(boolean)], -1 for null.
    public int readNullableArrayLength(boolean compact) {
        var length = readLength("array", compact, false);
        if (length > in.readableBytes()) {
            throw MalformedMessageException.tooShort("array", position(), length, in.readableBytes());
        }
        return length;
    }

    /// How large a list to start with for an array of an announced length: the length is the peer's word only.
    public static int initialCapacity(int announced) {
        return Math.min(announced, 128);
    }

    /// Reads the size of a tagged field and returns the number of unread bytes that its end leaves.
    public int beginTaggedField() {
        var size = readUnsignedVarint();
        require("tagged field", size);
        return in.readableBytes() - size;
    }

    /// Checks that a tagged field was as long as announced.
    public void endTaggedField(int remainingAfter) {
        if (in.readableBytes() != remainingAfter) {
            throw new MalformedMessageException("tagged field before position %d is %d bytes longer than announced"
                    .formatted(position(), remainingAfter - in.readableBytes()));
        }
    }

    /// Skips a tagged field whose tag is not known here.
    public void skipTaggedField() {
        var size = readUnsignedVarint();
        require("tagged field", size);
        in.skipBytes(size);
    }

    /// How many tagged fields follow; each takes at least two bytes.
    public int readTaggedFieldCount() {
        var count = readUnsignedVarint();
        if (count < 0 || count > in.readableBytes() / 2) {
            throw MalformedMessageException.tooShort("tagged fields", position(), 2L * count, in.readableBytes());
        }
        return count;
    }

    /// Skips a whole section of tagged fields none of which is known here.
    public void skipTaggedFields() {
        var count = readTaggedFieldCount();
        for (var i = 0; i < count; i++) {
            readUnsignedVarint();
            skipTaggedField();
        }
    }

    private int readLength(String kind, boolean compact, boolean shortLength) {
        var length = compact ? readUnsignedVarint() - 1 : shortLength ? readShort() : readInt();
        if (length < NULL_LENGTH) {
            throw new MalformedMessageException(
                    "%s before position %d has length %d".formatted(kind, position(), length));
        }
        return length;
    }

    private String decode(int length) {
        if (length > Short.MAX_VALUE) {
            throw new MalformedMessageException(
                    "string before position %d has length %d".formatted(position(), length));
        }
        require("string", length);
        return length == 0 ? "" : in.readString(length, StandardCharsets.UTF_8);
    }

    private void require(String kind, int size) {
        if (size < 0 || size > in.readableBytes()) {
            throw MalformedMessageException.tooShort(kind, position(), size, in.readableBytes());
        }
    }

    private int position() {
        return in.readerIndex();
    }
}
