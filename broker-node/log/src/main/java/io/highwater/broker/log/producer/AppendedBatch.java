package io.highwater.broker.log.producer;

/// A batch that is in the log already.
///
/// @param baseOffset offset of its first record
/// @param lastOffset offset of its last record
/// @param timestampMs its largest timestamp
public record AppendedBatch(long baseOffset, long lastOffset, long timestampMs) {}
