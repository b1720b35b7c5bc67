package io.highwater.broker.log.producer;

/// One idempotent producer as this log has seen it: its epoch, and its last five batches in a ring.
///
/// Five, because a client keeps at most five requests in flight and a retry can be any of them. Thread-safety: none.
public final class ProducerState {
    /// Batches remembered.
    public static final int BATCHES = 5;
    /// No sequence number.
    public static final int NO_SEQUENCE = -1;
    /// No producer epoch.
    public static final short NO_EPOCH = -1;
    /// No offset.
    public static final long NO_OFFSET = -1;

    private final long producerId;
    private final int[] lastSequences = new int[BATCHES];
    private final long[] lastOffsets = new long[BATCHES];
    private final int[] offsetDeltas = new int[BATCHES];
    private final long[] timestamps = new long[BATCHES];
    private short epoch = NO_EPOCH;
    private int next;
    private int count;
    private long lastTimestampMs = -1;
    private int coordinatorEpoch = -1;
    private long currentTxnFirstOffset = NO_OFFSET;

    ProducerState(long producerId) {
        this.producerId = producerId;
    }

    /// Judges a batch of data that a client wants to append.
    SequenceCheck check(short batchEpoch, int baseSequence, int lastSequence) {
        if (batchEpoch < epoch) {
            return SequenceCheck.FENCED;
        }
        if (batchEpoch > epoch) {
            return epoch == NO_EPOCH || baseSequence == 0 ? SequenceCheck.NEXT : SequenceCheck.OUT_OF_ORDER;
        }
        if (duplicateSlot(batchEpoch, baseSequence, lastSequence) >= 0) {
            return SequenceCheck.DUPLICATE;
        }
        return baseSequence == sequenceAfter(lastSequence()) ? SequenceCheck.NEXT : SequenceCheck.OUT_OF_ORDER;
    }

    /// The slot of the batch that has exactly these sequence numbers, or -1.
    int duplicateSlot(short batchEpoch, int baseSequence, int lastSequence) {
        if (batchEpoch != epoch) {
            return -1;
        }
        for (var slot = 0; slot < count; slot++) {
            if (lastSequences[slot] == lastSequence
                    && sequenceMinus(lastSequences[slot], offsetDeltas[slot]) == baseSequence) {
                return slot;
            }
        }
        return -1;
    }

    AppendedBatch batchIn(int slot) {
        return new AppendedBatch(lastOffsets[slot] - offsetDeltas[slot], lastOffsets[slot], timestamps[slot]);
    }

    /// Takes note of a batch of data that was appended.
    void appended(short batchEpoch, int lastSequence, long lastOffset, int offsetDelta, long timestampMs) {
        startEpoch(batchEpoch);
        lastSequences[next] = lastSequence;
        lastOffsets[next] = lastOffset;
        offsetDeltas[next] = offsetDelta;
        timestamps[next] = timestampMs;
        next = (next + 1) % BATCHES;
        count = Math.min(count + 1, BATCHES);
    }

    /// A newer epoch starts from sequence 0, whatever the older ones had sent.
    void startEpoch(short batchEpoch) {
        if (batchEpoch != epoch) {
            epoch = batchEpoch;
            count = 0;
            next = 0;
        }
    }

    /// Takes over the batches that a walk through the log has seen, if the walk ended with the same batch: a snapshot
    /// names the last one only.
    void recall(ProducerState seen) {
        if (seen.epoch != epoch || seen.lastOffset() != lastOffset() || seen.lastSequence() != lastSequence()) {
            return;
        }
        System.arraycopy(seen.lastSequences, 0, lastSequences, 0, BATCHES);
        System.arraycopy(seen.lastOffsets, 0, lastOffsets, 0, BATCHES);
        System.arraycopy(seen.offsetDeltas, 0, offsetDeltas, 0, BATCHES);
        System.arraycopy(seen.timestamps, 0, timestamps, 0, BATCHES);
        next = seen.next;
        count = seen.count;
    }

    /// Whether no older batch of this epoch could still be sent again.
    boolean isFullyKnown() {
        var oldest = (next + BATCHES - count) % BATCHES;
        return count == BATCHES || count == 0 || sequenceMinus(lastSequences[oldest], offsetDeltas[oldest]) == 0;
    }

    void active(long nowMs) {
        lastTimestampMs = Math.max(lastTimestampMs, nowMs);
    }

    void transactionStartedAt(long offset) {
        currentTxnFirstOffset = offset;
    }

    void transactionEnded(int markersCoordinatorEpoch) {
        currentTxnFirstOffset = NO_OFFSET;
        coordinatorEpoch = markersCoordinatorEpoch;
    }

    /// Takes over what a snapshot says.
    void restore(int snapshotCoordinatorEpoch, long txnFirstOffset) {
        coordinatorEpoch = snapshotCoordinatorEpoch;
        currentTxnFirstOffset = txnFirstOffset;
    }

    /// Sequence numbers run from 0 to 2^31 - 1 and start over.
    static int sequenceAfter(int sequence) {
        return sequence == Integer.MAX_VALUE ? 0 : sequence + 1;
    }

    private static int sequenceMinus(int sequence, int delta) {
        var difference = sequence - delta;
        return difference >= 0 ? difference : difference - Integer.MIN_VALUE;
    }

    private int newest() {
        return (next + BATCHES - 1) % BATCHES;
    }

    /// Its id.
    public long producerId() {
        return producerId;
    }

    /// Its newest epoch.
    public short epoch() {
        return epoch;
    }

    /// Sequence number of its last record, or [#NO_SEQUENCE].
    public int lastSequence() {
        return count == 0 ? NO_SEQUENCE : lastSequences[newest()];
    }

    /// Offset of its last record, or [#NO_OFFSET].
    public long lastOffset() {
        return count == 0 ? NO_OFFSET : lastOffsets[newest()];
    }

    int lastOffsetDelta() {
        return count == 0 ? 0 : offsetDeltas[newest()];
    }

    /// When it was last heard of.
    public long lastTimestampMs() {
        return lastTimestampMs;
    }

    /// Epoch of the transaction coordinator that wrote its last marker, or -1.
    public int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    /// Whether its last transaction has not ended yet.
    public boolean hasOpenTransaction() {
        return currentTxnFirstOffset != NO_OFFSET;
    }

    /// First offset of its open transaction, or [#NO_OFFSET].
    public long currentTxnFirstOffset() {
        return currentTxnFirstOffset;
    }
}
