package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A header of a record.
///
/// @param value null is a value of its own, different from empty
public record Header(String key, @Nullable ByteBuf value) {}
