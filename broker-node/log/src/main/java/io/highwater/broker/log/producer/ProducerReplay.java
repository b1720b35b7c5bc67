package io.highwater.broker.log.producer;

import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.protocol.record.RecordBatch;

/// Brings the state of producers up to date from the headers of batches in the log.
public record ProducerReplay(ProducerStates producers) {
    /// Takes note of every batch from the one that holds `fromOffset` to the one before `end`.
    public void replay(Segments segments, long fromOffset, long end) {
        for (var i = segments.floor(fromOffset);
                i < segments.count() && segments.get(i).baseOffset() < end;
                i++) {
            segments.get(i).forEachFrom(fromOffset, (batch, _) -> {
                if (batch.baseOffset() < end) {
                    note(batch, batch.maxTimestamp());
                }
            });
        }
    }

    /// Takes note of one batch.
    ///
    /// @param activeMs when its producer was heard of
    public void note(RecordBatch batch, long activeMs) {
        if (!batch.hasProducerId()) {
            return;
        }
        if (batch.isControl()) {
            producers.markerAppended(batch.producerId(), batch.producerEpoch(), activeMs);
            return;
        }
        producers.dataAppended(
                batch.producerId(),
                batch.producerEpoch(),
                batch.lastSequence(),
                batch.lastOffset(),
                batch.lastOffsetDelta(),
                batch.maxTimestamp(),
                batch.isTransactional(),
                activeMs);
    }
}
