package io.highwater.broker.log;

/// Where the last batches of the active segment lie, so that whoever reads at the end of the log needs no index.
///
/// Primitive arrays, because a batch is noted with every append. Thread-safety: none.
final class TailBatches {
    private static final int CAPACITY = 64;

    private final long[] baseOffsets = new long[CAPACITY];
    private final int[] positions = new int[CAPACITY];
    private long noted;
    private long oldest;

    void note(long baseOffset, int position) {
        var slot = (int) (noted % CAPACITY);
        baseOffsets[slot] = baseOffset;
        positions[slot] = position;
        noted++;
        oldest = Math.max(oldest, noted - CAPACITY);
    }

    /// Forgets all: the active segment is another one, or shorter.
    void clear() {
        oldest = noted;
    }

    /// Number of the batch that holds `offset`, which must not be beyond the log's end; -1 when it is too long
    /// ago.
    long find(long offset) {
        for (var number = noted - 1; number >= oldest; number--) {
            if (baseOffsets[(int) (number % CAPACITY)] <= offset) {
                return number;
            }
        }
        return -1;
    }

    int position(long number) {
        return positions[(int) (number % CAPACITY)];
    }

    /// One past the batch's last byte.
    int end(long number, int segmentSize) {
        return number + 1 < noted ? position(number + 1) : segmentSize;
    }
}
