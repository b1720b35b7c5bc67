package io.highwater.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.segment.DamagedRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScrubTest {
    private static final int EPOCH_POSITION = 12;
    private static final int EPOCH_END = 16;

    private final LogFixture fixture = new LogFixture().with("segment.bytes", 400);

    private PartitionLog logOf(int batches) {
        var log = fixture.open();
        for (var i = 0; i < batches; i++) {
            fixture.append(log, "v" + i);
        }
        LogFixture.flush(log);
        return log;
    }

    private static List<DamagedRange> scrub(PartitionLog log) {
        var found = new ArrayList<DamagedRange>();
        var next = log.prepareScrub(0);
        while (next.isPresent()) {
            try (var task = next.get()) {
                while (task.step(1) > 0) {
                    assertThat(task.baseOffset()).isNotNegative();
                }
                found.addAll(log.scrubbed(task));
                next = log.prepareScrub(task.baseOffset() + 1);
            }
        }
        return found;
    }

    @Test
    void nothingIsFoundInAGoodLog() {
        assertThat(scrub(logOf(30))).isEmpty();
    }

    @Test
    void onlySegmentsThatAreClosedAndOnTheDiskAreRead() {
        var log = fixture.open();
        for (var i = 0; i < 10; i++) {
            fixture.append(log, "v" + i);
        }

        assertThat(log.prepareScrub(0)).isEmpty();
    }

    private static boolean isRefused(PartitionLog log, long offset) {
        try {
            log.read(offset, 1, true, Long.MAX_VALUE);
            return false;
        } catch (CorruptBatchException _) {
            return true;
        }
    }

    /// The leader epoch is the one field that neither the checksum nor its neighbours vouch for.
    @Test
    void aBitFlippedAnywhereIsFoundAndNeverServed() {
        var log = logOf(12);
        var whole = fixture.disk.readAll(fixture.file(0, ".log"));
        var batchSize = whole.length / 5;
        for (var bit = 0; bit < whole.length * 8; bit += 3) {
            var inBatch = bit / 8 % batchSize;
            if (inBatch >= EPOCH_POSITION && inBatch < EPOCH_END) {
                continue;
            }
            var damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            fixture.disk.tamper(fixture.file(0, ".log"), damaged);

            scrub(log);

            var batch = bit / 8 / batchSize;
            assertThat(isRefused(log, batch)).as("bit %d", bit).isTrue();
            if (batch > 0) {
                assertThat(Batches.readAll(log, 0, 1, batch)).as("bit %d", bit).hasSize(batch);
            }
            assertThat(Batches.readAll(log, 5, 1 << 20, Long.MAX_VALUE))
                    .as("bit %d", bit)
                    .hasSize(7);
        }
        fixture.disk.tamper(fixture.file(0, ".log"), whole);
        scrub(log);

        assertThat(Batches.readAll(log)).hasSize(12);
    }

    @Test
    void aDamageIsReportedOnce() {
        var log = logOf(12);
        var whole = fixture.disk.readAll(fixture.file(0, ".log"));
        whole[whole.length - 1] ^= 1;
        fixture.disk.tamper(fixture.file(0, ".log"), whole);

        assertThat(scrub(log)).hasSize(1);
        assertThat(scrub(log)).isEmpty();
    }
}
