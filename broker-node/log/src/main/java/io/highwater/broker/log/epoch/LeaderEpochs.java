package io.highwater.broker.log.epoch;

import static io.highwater.broker.log.epoch.EpochEnd.UNDEFINED_EPOCH;

import java.util.Arrays;

/// The start offset of every leader epoch in the log. Pure: [EpochCheckpoint] knows the file.
///
/// Epochs and start offsets both rise strictly. An epoch without records leaves no trace once the next one starts
/// at the same offset. Epoch 0 is an epoch like any other.
///
/// Thread-safety: none; owned by the log's shard. Source: KIP-101, KIP-279.
public final class LeaderEpochs {
    private int[] epochs = new int[4];
    private long[] startOffsets = new long[4];
    private int count;
    private long version;

    /// Notes that `epoch` starts at `startOffset`. Entries that contradict it (a later epoch, or a start at or
    /// behind this one) were written by a leader that lost and are dropped.
    public void assign(int epoch, long startOffset) {
        if (epoch < 0 || startOffset < 0) {
            throw new IllegalArgumentException("epoch %d cannot start at offset %d".formatted(epoch, startOffset));
        }
        if (count > 0 && epochs[count - 1] == epoch && startOffsets[count - 1] <= startOffset) {
            return;
        }
        while (count > 0 && (epochs[count - 1] >= epoch || startOffsets[count - 1] >= startOffset)) {
            count--;
        }
        add(epoch, startOffset);
        version++;
    }

    private void add(int epoch, long startOffset) {
        if (count == epochs.length) {
            epochs = Arrays.copyOf(epochs, count * 2);
            startOffsets = Arrays.copyOf(startOffsets, count * 2);
        }
        epochs[count] = epoch;
        startOffsets[count] = startOffset;
        count++;
    }

    /// The newest epoch, or [EpochEnd#UNDEFINED_EPOCH].
    public int latestEpoch() {
        return count == 0 ? UNDEFINED_EPOCH : epochs[count - 1];
    }

    /// Where `epoch` ended. The newest epoch ends at the end of the log; an epoch unknown here but older than the
    /// first one known ends where that one starts; one that is newer than all is undefined.
    public EpochEnd endOffsetFor(int epoch, long logEndOffset) {
        if (count == 0 || epoch < 0 || epoch > latestEpoch()) {
            return EpochEnd.UNDEFINED;
        }
        if (epoch == latestEpoch()) {
            return new EpochEnd(epoch, logEndOffset);
        }
        var higher = 0;
        while (epochs[higher] <= epoch) {
            higher++;
        }
        var floor = higher == 0 ? epoch : epochs[higher - 1];
        return new EpochEnd(floor, startOffsets[higher]);
    }

    /// Epoch that wrote `offset`, or [EpochEnd#UNDEFINED_EPOCH].
    public int epochOf(long offset) {
        for (var i = count - 1; i >= 0; i--) {
            if (startOffsets[i] <= offset) {
                return epochs[i];
            }
        }
        return UNDEFINED_EPOCH;
    }

    /// The log ends at `endOffset` now.
    public void truncateFromEnd(long endOffset) {
        while (count > 0 && startOffsets[count - 1] >= endOffset) {
            count--;
            version++;
        }
    }

    /// The log starts at `startOffset` now; the epoch it lies in starts there.
    public void truncateFromStart(long startOffset) {
        var before = 0;
        while (before < count && startOffsets[before] <= startOffset) {
            before++;
        }
        if (before == 0 || (before == 1 && startOffsets[0] == startOffset)) {
            return;
        }
        System.arraycopy(epochs, before - 1, epochs, 0, count - before + 1);
        System.arraycopy(startOffsets, before - 1, startOffsets, 0, count - before + 1);
        count -= before - 1;
        startOffsets[0] = startOffset;
        version++;
    }

    /// Forgets everything.
    public void clear() {
        count = 0;
        version++;
    }

    /// How many epochs are known.
    public int count() {
        return count;
    }

    /// The epoch in slot `i`, oldest first.
    public int epochAt(int i) {
        return epochs[i];
    }

    /// The start offset in slot `i`, oldest first.
    public long startOffsetAt(int i) {
        return startOffsets[i];
    }

    /// Changes whenever the content does, so that a writer of the checkpoint knows whether it is up to date.
    public long version() {
        return version;
    }
}
