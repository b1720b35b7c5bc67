package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of a batch. Key, value and header values are slices of the batch, or of its decompressed copy: of an
/// uncompressed batch they are valid only as long as its buffer.
///
/// @param timestamp milliseconds since 1970, -1 for none
/// @param key       null for none
/// @param value     null is a tombstone
@SuppressWarnings("AvoidCommonTypeNames") // the field's own word
public record Record(
        long offset,
        long timestamp,
        @Nullable ByteBuf key,
        @Nullable ByteBuf value,
        List<Header> headers) {}
