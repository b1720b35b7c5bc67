package io.highwater.broker.log.producer;

import java.util.TreeMap;

/// Which transactions of a log are open, and which were ended by a marker that the high watermark has not passed: the
/// oldest of both is where the stable part of the log ends. Thread-safety: none.
final class OpenTransactions {
    /// Producer by first offset.
    private final TreeMap<Long, Long> open = new TreeMap<>();

    /// Offset of the marker by first offset.
    private final TreeMap<Long, Long> ended = new TreeMap<>();

    void begin(long producerId, long firstOffset) {
        open.put(firstOffset, producerId);
    }

    /// Returns where the oldest transaction begins that is still open, one past the marker if there is none.
    long end(long firstOffset, long markerOffset) {
        open.remove(firstOffset);
        ended.put(firstOffset, markerOffset);
        return open.isEmpty() ? markerOffset + 1 : open.firstKey();
    }

    /// First offset that is not stable yet; [Long#MAX_VALUE] when there is none.
    ///
    /// @param highWatermark never falls, unless the log was truncated and all this was built anew
    long firstUnstableOffset(long highWatermark) {
        ended.values().removeIf(marker -> marker < highWatermark);
        var oldestOpen = open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
        return ended.isEmpty() ? oldestOpen : Math.min(oldestOpen, ended.firstKey());
    }

    void clear() {
        open.clear();
        ended.clear();
    }
}
