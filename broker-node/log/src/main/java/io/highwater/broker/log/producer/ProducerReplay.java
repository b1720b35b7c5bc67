package io.highwater.broker.log.producer;

import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.protocol.record.RecordBatch;
import java.util.Optional;

/// Brings the state of producers up to date from batches that are in the log.
public record ProducerReplay(ProducerStates producers) {
    /// Hears of transactions that end.
    @FunctionalInterface
    public interface Listener {
        /// Somebody who does not want to know.
        Listener NONE = _ -> {};

        /// A marker with data before it.
        void ended(EndedTransaction transaction);
    }

    /// Takes note of every batch from the one that holds `fromOffset` to the one before `end`.
    public void replay(Segments segments, long fromOffset, long end, Listener listener) {
        for (var i = segments.floor(fromOffset);
                i < segments.count() && segments.get(i).baseOffset() < end;
                i++) {
            var segment = segments.get(i);
            segment.forEachFrom(fromOffset, (batch, position) -> {
                if (batch.baseOffset() >= end) {
                    return;
                }
                if (!batch.isControl() || !batch.hasProducerId()) {
                    note(batch, batch.maxTimestamp());
                    return;
                }
                var whole = segment.readBatch(position, batch.sizeInBytes());
                try {
                    note(new RecordBatch(whole, 0), batch.maxTimestamp()).ifPresent(listener::ended);
                } finally {
                    whole.release();
                }
            });
        }
    }

    /// Takes note of one batch, which must be whole if it is one of markers.
    ///
    /// @param activeMs when its producer was heard of
    /// @return the transaction that it ended
    public Optional<EndedTransaction> note(RecordBatch batch, long activeMs) {
        if (!batch.hasProducerId()) {
            return Optional.empty();
        }
        if (batch.isControl()) {
            if (batch.recordCount() == 0) {
                // Compaction took the marker and left who wrote it.
                producers.epochSeen(batch.producerId(), batch.producerEpoch(), activeMs);
            }
            return TransactionMarker.of(batch)
                    .flatMap(marker -> producers.markerAppended(
                            batch.producerId(), batch.producerEpoch(), marker, batch.lastOffset(), activeMs));
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
        return Optional.empty();
    }
}
