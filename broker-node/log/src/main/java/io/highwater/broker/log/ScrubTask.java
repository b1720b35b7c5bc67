package io.highwater.broker.log;

import io.highwater.broker.log.segment.BatchScanner;
import io.highwater.broker.log.segment.BatchScanner.Step;
import io.highwater.broker.log.segment.DamagedRange;
import io.highwater.broker.log.segment.SegmentFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a sealed segment again and checks that every batch is still what was written. Prepared on the owner's
/// thread, run piece by piece on any other, then handed back by [PartitionLog#scrubbed].
///
/// Gives the file back with [#close]. Thread-safety: none; one thread at a time.
public final class ScrubTask implements AutoCloseable {
    private final SegmentFile file;
    private final long baseOffset;
    private final long nextBaseOffset;
    private final int size;
    private final List<DamagedRange> damage = new ArrayList<>();
    private int position;
    private long expectedOffset;
    /// The batch before, if offsets are missing before it.
    private @Nullable DamagedRange behindGap;

    ScrubTask(SegmentFile file, long baseOffset, long nextBaseOffset, int size) {
        this.file = file;
        this.baseOffset = baseOffset;
        this.nextBaseOffset = nextBaseOffset;
        this.size = size;
        this.expectedOffset = baseOffset;
    }

    /// Checks the next `maxBytes` or so; at least one batch.
    ///
    /// @return how many bytes were checked; 0 at the end
    public int step(int maxBytes) {
        var from = position;
        try (var scanner = new BatchScanner(file.file(), position, size, BatchScanner.LONG_WALK)) {
            while (position - from < maxBytes) {
                var step = scanner.advance();
                if (step == Step.END) {
                    break;
                }
                if (step == Step.DAMAGED) {
                    // Nobody knows where the next batch begins.
                    damage.add(new DamagedRange(position, size, expectedOffset, scanner.damage()));
                    position = size;
                    break;
                }
                check(scanner);
                position = scanner.nextPosition();
            }
        }
        return position - from;
    }

    /// What the checksum does not cover, the offset, is judged by its neighbours. Where offsets overlap, the batch
    /// behind a gap is the wrong one: its offset was raised. (A gap alone is what compaction leaves.)
    private void check(BatchScanner scanner) {
        var batch = scanner.batch();
        if (batch.baseOffset() < expectedOffset && behindGap != null) {
            damage.add(behindGap);
            expectedOffset = behindGap.offset();
        }
        behindGap = null;
        if (batch.baseOffset() < expectedOffset || batch.nextOffset() > nextBaseOffset) {
            note(scanner, "offset %d, expected %d".formatted(batch.baseOffset(), expectedOffset));
            return;
        }
        if (!scanner.isValidCrc()) {
            note(scanner, "checksum of the batch at offset %d is wrong".formatted(expectedOffset));
            return;
        }
        if (scanner.batch().baseOffset() > expectedOffset) {
            behindGap = range(
                    scanner, "offset %d, expected %d".formatted(scanner.batch().baseOffset(), expectedOffset));
        }
        expectedOffset = scanner.batch().nextOffset();
    }

    private void note(BatchScanner scanner, String reason) {
        damage.add(range(scanner, reason));
    }

    private DamagedRange range(BatchScanner scanner, String reason) {
        return new DamagedRange(scanner.position(), scanner.nextPosition(), expectedOffset, reason);
    }

    /// Base offset of the segment.
    public long baseOffset() {
        return baseOffset;
    }

    SegmentFile file() {
        return file;
    }

    List<DamagedRange> damage() {
        return damage;
    }

    @Override
    public void close() {
        file.release();
    }
}
