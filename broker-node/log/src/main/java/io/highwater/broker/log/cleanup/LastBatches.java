package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.producer.ProducerState;
import io.highwater.broker.log.producer.ProducerStates;
import io.highwater.broker.protocol.record.RecordBatch;
import io.netty.util.collection.LongObjectHashMap;

/// Which batches say the last that is known of a living producer: its sequence number, or its epoch. They stay, without
/// records if need be, or a start that finds no snapshot would forget the producer.
///
/// What a producer sent last may not be durable yet. Lost in a crash, the last one before it must still be there, or
/// the producer could not go on: so that one stays too. Thread-safety: none; handed on once.
final class LastBatches {
    private final LongObjectHashMap<Last> byProducer = new LongObjectHashMap<>();
    private final long end;

    /// What is known of one producer.
    private static final class Last {
        private final long newestOffset;
        private final short epoch;
        private long newestDirtyOffset = ProducerState.NO_OFFSET;

        /// @param newestOffset of its data, [ProducerState#NO_OFFSET] if only a marker is left
        private Last(long newestOffset, short epoch) {
            this.newestOffset = newestOffset;
            this.epoch = epoch;
        }
    }

    /// @param end where compaction ends: what lies before is durable
    LastBatches(ProducerStates producers, long end) {
        this.end = end;
        producers.forEach(state -> byProducer.put(state.producerId(), new Last(state.lastOffset(), state.epoch())));
    }

    /// The first pass comes by a batch of data.
    void note(RecordBatch batch) {
        var last = batch.hasProducerId() ? byProducer.get(batch.producerId()) : null;
        if (last != null) {
            last.newestDirtyOffset = batch.lastOffset();
        }
    }

    /// Whether the batch must stay.
    boolean contain(RecordBatch batch) {
        var last = batch.hasProducerId() ? byProducer.get(batch.producerId()) : null;
        if (last == null) {
            return false;
        }
        if (last.newestOffset == ProducerState.NO_OFFSET) {
            return batch.isControl() && batch.producerEpoch() == last.epoch;
        }
        if (last.newestOffset < end) {
            return batch.lastOffset() == last.newestOffset;
        }
        // Of one that sent nothing in the dirty part, nobody knows which batch was the last before: few are left.
        return last.newestDirtyOffset == ProducerState.NO_OFFSET
                ? !batch.isControl()
                : batch.lastOffset() == last.newestDirtyOffset;
    }
}
