package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/// What a record of a control batch says. Its key is a version and this type, two bytes each.
public enum ControlRecordType {
    ABORT(0),
    COMMIT(1),
    LEADER_CHANGE(2),
    SNAPSHOT_HEADER(3),
    SNAPSHOT_FOOTER(4),
    KRAFT_VERSION(5),
    KRAFT_VOTERS(6);

    private static final short KEY_VERSION = 0;
    private static final int KEY_SIZE = 2 * Short.BYTES;

    private final short id;

    ControlRecordType(int id) {
        this.id = (short) id;
    }

    /// Empty for a type that is not known here; such a record is to be ignored.
    ///
    /// @throws MalformedRecordException when the key is too short to name a type
    public static Optional<ControlRecordType> ofKey(ByteBuf key) {
        if (key.readableBytes() < KEY_SIZE) {
            throw new MalformedRecordException("A control record's key has " + key.readableBytes() + " bytes");
        }
        var id = key.getShort(key.readerIndex() + Short.BYTES);
        for (var type : values()) {
            if (type.id == id) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The key of a record of this type.
    public ByteBuf key() {
        return Unpooled.buffer(KEY_SIZE).writeShort(KEY_VERSION).writeShort(id);
    }
}
