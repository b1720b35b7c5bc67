package io.highwater.broker.log.producer;

import java.util.ArrayDeque;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which transactions of a log are open, and which were ended by a marker that is not settled yet: the oldest of both
/// is where the stable part of the log ends. Readers take a marker for settled that the high watermark has passed,
/// compaction one that is on the disk. Thread-safety: none.
final class OpenTransactions {
    /// Producer by first offset.
    private final TreeMap<Long, Long> open = new TreeMap<>();

    private final Ended forReaders = new Ended();
    private final Ended forCompaction = new Ended();

    /// A transaction that was ended.
    private record Extent(long firstOffset, long markerOffset) {}

    /// Those whose marker is not settled.
    private static final class Ended {
        private final ArrayDeque<Extent> byMarker = new ArrayDeque<>();
        private final TreeSet<Long> firstOffsets = new TreeSet<>();

        private void add(Extent ended) {
            byMarker.addLast(ended);
            firstOffsets.add(ended.firstOffset());
        }

        private long firstOffset(long settledEnd) {
            while (!byMarker.isEmpty() && byMarker.getFirst().markerOffset() < settledEnd) {
                firstOffsets.remove(byMarker.removeFirst().firstOffset());
            }
            return firstOffsets.isEmpty() ? Long.MAX_VALUE : firstOffsets.first();
        }
    }

    void begin(long producerId, long firstOffset) {
        open.put(firstOffset, producerId);
    }

    /// Returns where the oldest transaction begins that is still open, one past the marker if there is none.
    long end(long firstOffset, long markerOffset) {
        open.remove(firstOffset);
        var ended = new Extent(firstOffset, markerOffset);
        forReaders.add(ended);
        forCompaction.add(ended);
        return open.isEmpty() ? markerOffset + 1 : open.firstKey();
    }

    /// First offset that is not stable for readers; [Long#MAX_VALUE] when there is none.
    ///
    /// @param highWatermark never falls, unless the log was truncated and all this was built anew
    long firstUnstableOffset(long highWatermark) {
        return Math.min(firstOpen(), forReaders.firstOffset(highWatermark));
    }

    /// First offset that compaction must leave alone; [Long#MAX_VALUE] when there is none.
    ///
    /// @param durableEnd never falls, as above
    long firstUnsettledOffset(long durableEnd) {
        return Math.min(firstOpen(), forCompaction.firstOffset(durableEnd));
    }

    private long firstOpen() {
        return open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
    }
}
