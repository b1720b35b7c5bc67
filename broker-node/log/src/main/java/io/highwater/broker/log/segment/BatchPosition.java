package io.highwater.broker.log.segment;

/// Where a batch lies in its segment.
///
/// @param position   its first byte
/// @param size       all its bytes
/// @param baseOffset offset of its first record
public record BatchPosition(int position, int size, long baseOffset) {}
