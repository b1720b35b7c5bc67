package io.highwater.broker.core.group;

import io.highwater.broker.protocol.coordinator.GroupMetadataKey;
import io.highwater.broker.protocol.coordinator.GroupMetadataValue;
import io.highwater.broker.protocol.coordinator.OffsetCommitKey;
import io.highwater.broker.protocol.coordinator.OffsetCommitValue;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.MessageReader;
import io.highwater.broker.protocol.wire.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes of the coordinator's records, as Apache Kafka writes them and its tools read them:
///
/// ```
/// key:   i16 kind of record │ key message, version 0
/// value: i16 version        │ value message              (no value: tombstone)
/// ```
public final class GroupRecordCodec {
    /// Offsets of very old brokers have kind 0 and the same key.
    private static final short OLD_OFFSET_COMMIT = 0;

    private static final short KEY_VERSION = 0;

    private GroupRecordCodec() {}

    /// The record's key.
    public static byte[] keyBytes(GroupRecord record) {
        return prefixed(record.keyType(), record.key(), KEY_VERSION);
    }

    /// The record's value, or null for a tombstone.
    public static byte @Nullable [] valueBytes(GroupRecord record) {
        var value = record.value();
        return value == null ? null : prefixed(record.valueVersion(), value, record.valueVersion());
    }

    /// Reads a record; nothing when it is of a kind that the classic protocol does not know, such as the records of
    /// consumer groups of the newer protocol.
    ///
    /// @throws io.highwater.broker.protocol.wire.MalformedMessageException when the bytes are damaged
    public static Optional<GroupRecord> read(ByteBuf key, @Nullable ByteBuf value) {
        var kind = key.readShort();
        var reader = new MessageReader(key);
        return switch (kind) {
            case OLD_OFFSET_COMMIT, GroupRecords.OFFSET_COMMIT ->
                Optional.of(offset(OffsetCommitKey.read(reader, KEY_VERSION), value));
            case GroupRecords.GROUP_METADATA ->
                Optional.of(metadata(GroupMetadataKey.read(reader, KEY_VERSION), value));
            default -> Optional.empty();
        };
    }

    private static GroupRecord offset(OffsetCommitKey key, @Nullable ByteBuf value) {
        if (value == null) {
            return new GroupRecord(key, GroupRecords.OFFSET_COMMIT, null, (short) 0);
        }
        var version = value.readShort();
        var read = OffsetCommitValue.read(new MessageReader(value), version);
        return new GroupRecord(key, GroupRecords.OFFSET_COMMIT, read, version);
    }

    private static GroupRecord metadata(GroupMetadataKey key, @Nullable ByteBuf value) {
        if (value == null) {
            return new GroupRecord(key, GroupRecords.GROUP_METADATA, null, (short) 0);
        }
        var version = value.readShort();
        var read = GroupMetadataValue.read(new MessageReader(value), version);
        return new GroupRecord(key, GroupRecords.GROUP_METADATA, read, version);
    }

    private static byte[] prefixed(short prefix, Message message, short version) {
        var buffer = Unpooled.buffer();
        buffer.writeShort(prefix);
        message.write(new MessageWriter(buffer), version);
        var bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
