package io.highwater.broker.log.segment;

/// Bytes of a segment that are not what was written.
///
/// @param position first byte
/// @param end      one past the last byte that is lost with it
/// @param offset   first offset that is lost, as far as it can be told
/// @param reason   what is wrong, for people
public record DamagedRange(int position, int end, long offset, String reason) {}
