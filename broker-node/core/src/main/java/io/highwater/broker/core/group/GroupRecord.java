package io.highwater.broker.core.group;

import io.highwater.broker.protocol.wire.Message;
import org.jspecify.annotations.Nullable;

/// One record of `__consumer_offsets`, in Apache Kafka's format; [GroupRecordCodec] turns it into bytes.
///
/// @param key          a generated `…Key` message; keys are always written in version 0
/// @param keyType      the number in front of the key that says which kind of record it is
/// @param value        a generated `…Value` message, or null for a tombstone
/// @param valueVersion version in which the value is written, in front of the value
public record GroupRecord(
        Message key, short keyType, @Nullable Message value, short valueVersion) {}
