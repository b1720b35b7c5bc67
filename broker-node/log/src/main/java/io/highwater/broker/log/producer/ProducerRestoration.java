package io.highwater.broker.log.producer;

import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.segment.Segments;

/// Finds out again what is known of the producers of a log: from the newest snapshot, from the batches behind it, and
/// from as many before it as a client may still send again.
///
/// A snapshot is Kafka's and names only the last batch of each producer; a client that heard no answer may repeat any
/// of its last five. So the end of the log before the snapshot is walked through as well, in steps that grow until
/// every producer that occurs there has its five batches, and at most [#FARTHEST] bytes.
///
/// @param snapshots of this log
/// @param segments  of this log
public record ProducerRestoration(ProducerSnapshots snapshots, Segments segments) {
    /// How far to look back at first. Enough for most: five batches of 16 KiB, and some company.
    private static final int NEAREST = 256 * 1024;
    /// Bytes behind which nobody looks for a batch that might be sent again: three producers with five batches of
    /// 1 MiB. It bounds the time that a start takes.
    private static final int FARTHEST = 16 * 1024 * 1024;

    private static final int GROWTH = 8;

    /// What was found.
    ///
    /// @param fromOffset offset of the snapshot, or where the walk began without one
    public record Restored(long fromOffset, ProducerStates producers) {}

    /// The producers as of `end`.
    public Restored upTo(long end, long logStartOffset) {
        return upTo(end, logStartOffset, end, ProducerReplay.Listener.NONE);
    }

    /// As [#upTo(long, long)], for somebody who has to hear of every transaction that ended behind `heardOf`.
    public Restored upTo(long end, long logStartOffset, long heardOf, ProducerReplay.Listener listener) {
        snapshots.deleteAfter(end);
        var snapshot = snapshots.newestUpTo(Math.min(end, heardOf));
        var producers = snapshot.producers();
        if (producers.count() > 0) {
            recall(producers, snapshot.offset(), logStartOffset);
        }
        var from = Math.max(snapshot.offset(), logStartOffset);
        if (from < end) {
            new ProducerReplay(producers).replay(segments, from, end, listener);
        }
        return new Restored(from, producers);
    }

    private void recall(ProducerStates producers, long end, long logStartOffset) {
        for (var distance = NEAREST; distance <= FARTHEST; distance *= GROWTH) {
            var from = Math.max(logStartOffset, offsetBefore(end, distance));
            var seen = new ProducerStates();
            try {
                new ProducerReplay(seen).replay(segments, from, end, ProducerReplay.Listener.NONE);
            } catch (CorruptBatchException _) {
                // Below the snapshot nothing depends on it; who reads there hears of the damage.
                return;
            }
            if (from == logStartOffset || seen.areFullyKnown() || distance == FARTHEST) {
                producers.recall(seen);
                return;
            }
        }
    }

    /// An offset that lies about `distance` bytes before `offset`.
    private long offsetBefore(long offset, int distance) {
        var slot = segments.floor(offset - 1);
        var segment = segments.get(slot);
        var isWhole = slot + 1 < segments.count() && segments.get(slot + 1).baseOffset() <= offset;
        var position = isWhole
                ? segment.size()
                : segment.find(offset).map(found -> found.position()).orElse(segment.size());
        var rest = (long) distance;
        while (rest > position && slot > 0) {
            rest -= position;
            slot--;
            position = segments.get(slot).size();
        }
        return rest > position
                ? segments.first().baseOffset()
                : segments.get(slot).offsetBefore((int) (position - rest));
    }
}
