package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.protocol.record.RecordBatch;

/// How much of a log waits for compaction.
///
/// ```
/// log start ── clean ── firstDirtyOffset ── dirty ── end ── not to be touched yet ── log end
/// ```
///
/// @param firstDirtyOffset from here on newer records may have older ones of the same key before them
/// @param end              only whole segments before this offset may be compacted now
/// @param cleanBytes       size of the segments before the first dirty one
/// @param dirtyBytes       size of the segments between
/// @param overdueMs        by how much the oldest dirty record exceeds `max.compaction.lag.ms`; 0 if it does not
public record Dirtiness(long firstDirtyOffset, long end, long cleanBytes, long dirtyBytes, long overdueMs) {
    /// Looks at a log.
    ///
    /// @param cleanedUpTo where the last compaction ended, as far as that is known
    /// @param stableEnd   nothing from here on is settled: the last stable offset, and what is durable
    public static Dirtiness of(
            Segments segments,
            long logStartOffset,
            long cleanedUpTo,
            long stableEnd,
            CompactionConfig config,
            long nowMs) {
        var active = segments.active().baseOffset();
        // A log that was truncated or begins anew knows nothing of earlier compactions.
        var first = cleanedUpTo > active ? logStartOffset : Math.max(cleanedUpTo, logStartOffset);
        var clean = 0L;
        var dirty = 0L;
        var end = first;
        var oldestMs = RecordBatch.NO_TIMESTAMP;
        for (var i = 0; i < segments.count() - 1; i++) {
            var segment = segments.get(i);
            var next = segments.get(i + 1).baseOffset();
            if (next <= first) {
                clean += segment.size();
                continue;
            }
            if (next > stableEnd || isTooYoung(segment, config, nowMs)) {
                break;
            }
            dirty += segment.size();
            end = next;
            oldestMs = older(oldestMs, segment);
        }
        var overdue = oldestMs == RecordBatch.NO_TIMESTAMP ? 0 : nowMs - oldestMs - config.maxLagMs();
        return new Dirtiness(first, end, clean, dirty, Math.max(0, overdue));
    }

    private static boolean isTooYoung(Segment segment, CompactionConfig config, long nowMs) {
        return config.minLagMs() > 0 && segment.maxTimestamp() > nowMs - config.minLagMs();
    }

    private static long older(long oldestMs, Segment segment) {
        var first = segment.firstTimestamp();
        return first == RecordBatch.NO_TIMESTAMP || (oldestMs != RecordBatch.NO_TIMESTAMP && oldestMs < first)
                ? oldestMs
                : first;
    }

    /// Share of the log that is dirty, from 0 to 1.
    public double ratio() {
        return dirtyBytes == 0 ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
    }

    /// Whether it is worth the while, or overdue.
    public boolean isDue(CompactionConfig config) {
        return dirtyBytes > 0 && (ratio() >= config.minDirtyRatio() || overdueMs > 0);
    }
}
