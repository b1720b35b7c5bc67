package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.index.TimeIndex;
import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.Segments;

/// Decides how many of the oldest segments have outlived a log's limits. Pure.
///
/// @param retentionMs    a segment goes when its newest record is older; negative for no limit
/// @param retentionBytes the oldest go while what remains is at least this large; negative for no limit
/// @param logStartOffset a segment that lies wholly before goes in any case
/// @param deletableEnd   no segment that reaches beyond may go: the high watermark
public record Retention(long retentionMs, long retentionBytes, long logStartOffset, long deletableEnd) {
    /// How many segments, counted from the oldest, may go. The active one is among them only by age, and never
    /// when empty.
    public int expired(Segments segments, long nextOffset, long nowMs) {
        var excess = totalSize(segments) - retentionBytes;
        var count = 0;
        while (count < segments.count()) {
            var segment = segments.get(count);
            var isActive = count == segments.count() - 1;
            if (segments.endOf(count, nextOffset) > deletableEnd || (isActive && segment.size() == 0)) {
                break;
            }
            var outgrown = retentionBytes >= 0 && !isActive && excess >= segment.size();
            var passed = !isActive && segments.endOf(count, nextOffset) <= logStartOffset;
            if (!outgrown && !passed && !hasExpired(segment, nowMs)) {
                break;
            }
            excess -= segment.size();
            count++;
        }
        return count;
    }

    private boolean hasExpired(Segment segment, long nowMs) {
        return retentionMs >= 0 && nowMs - newestMs(segment, nowMs) > retentionMs;
    }

    /// A timestamp from the future would keep a segment for ever, and one without timestamps has none: there, the
    /// time of the last append counts.
    private static long newestMs(Segment segment, long nowMs) {
        var newest = segment.maxTimestamp();
        return newest == TimeIndex.NO_TIMESTAMP || newest > nowMs ? segment.lastAppendMs() : newest;
    }

    private static long totalSize(Segments segments) {
        var total = 0L;
        for (var i = 0; i < segments.count(); i++) {
            total += segments.get(i).size();
        }
        return total;
    }
}
