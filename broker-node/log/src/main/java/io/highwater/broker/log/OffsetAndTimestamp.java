package io.highwater.broker.log;

/// A record found by its timestamp.
///
/// @param leaderEpoch epoch of its batch, -1 for none
public record OffsetAndTimestamp(long offset, long timestamp, int leaderEpoch) {}
