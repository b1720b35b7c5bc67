package io.highwater.broker.log.cleanup;

/// What a compaction may use.
///
/// @param mapBytes    memory for the newest offset of each key
/// @param bufferBytes memory for reading, and as much for writing
/// @param secret0     secret of the hash of keys, new for each run
/// @param secret1     its other half
/// @param nowMs       the time
public record CompactionSettings(long mapBytes, int bufferBytes, long secret0, long secret1, long nowMs) {}
