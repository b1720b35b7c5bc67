package io.highwater.broker.log.cleanup;

/// What one compaction did.
///
/// @param firstDirtyOffset where it began to collect keys
/// @param endOffset        up to where the log is clean now
/// @param keys             how many keys were collected
/// @param mapBytes         memory that took
/// @param recordsRead      how many records there were in all segments
/// @param recordsKept      how many are left
/// @param sizeBefore       bytes of the segments before
/// @param sizeAfter        bytes of the segments that took their place
public record CompactionStats(
        long firstDirtyOffset,
        long endOffset,
        long keys,
        long mapBytes,
        long recordsRead,
        long recordsKept,
        long sizeBefore,
        long sizeAfter) {}
