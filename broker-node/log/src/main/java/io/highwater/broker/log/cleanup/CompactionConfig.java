package io.highwater.broker.log.cleanup;

/// Settings of compaction, by Kafka's topic names.
///
/// @param deleteRetentionMs how long a tombstone or marker stays after it was first cleaned; `delete.retention.ms`, 1
///     day
/// @param minDirtyRatio     share of the log that must be dirty; `min.cleanable.dirty.ratio`, 0.5
/// @param minLagMs          how long a record is safe; `min.compaction.lag.ms`, 0
/// @param maxLagMs          after how long a record is dirt enough by itself; `max.compaction.lag.ms`, no limit
public record CompactionConfig(long deleteRetentionMs, double minDirtyRatio, long minLagMs, long maxLagMs) {
    /// A lag that is never reached.
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public CompactionConfig {
        require("delete.retention.ms", deleteRetentionMs >= 0, "0 or more", deleteRetentionMs);
        require(
                "min.cleanable.dirty.ratio",
                minDirtyRatio >= 0 && minDirtyRatio <= 1,
                "between 0 and 1",
                minDirtyRatio);
        require("min.compaction.lag.ms", minLagMs >= 0, "0 or more", minLagMs);
        require("max.compaction.lag.ms", maxLagMs >= 1, "1 or more", maxLagMs);
    }

    private static void require(String key, boolean allowed, String range, Number value) {
        if (!allowed) {
            throw new IllegalArgumentException("%s must be %s but is %s".formatted(key, range, value));
        }
    }
}
