package io.highwater.broker.log.producer;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.segment.Segment;

/// A transaction with records in this log that a marker has just ended.
///
/// @param producerId       whose transaction it was
/// @param firstOffset      offset of its first record
/// @param lastOffset       offset of the marker
/// @param lastStableOffset where the oldest transaction begins that is still open, one past the marker if there is none
/// @param committed        whether it counts
public record EndedTransaction(
        long producerId, long firstOffset, long lastOffset, long lastStableOffset, boolean committed) {
    /// Notes it in the index of the segment that holds the marker, if readers of committed data must know of it.
    public void indexIn(Segment segment) {
        if (!committed) {
            segment.transactionIndex()
                    .append(new AbortedTransaction(producerId, firstOffset, lastOffset, lastStableOffset));
        }
    }
}
