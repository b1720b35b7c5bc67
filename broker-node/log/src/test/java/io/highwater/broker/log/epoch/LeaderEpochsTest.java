package io.highwater.broker.log.epoch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.log.store.SimulatedDisk;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaderEpochsTest {
    private static final Path DIRECTORY = Path.of("/data/orders-0");

    private final LeaderEpochs epochs = new LeaderEpochs();

    @Test
    void nothingIsKnownOfAnEmptyLog() {
        assertThat(epochs.latestEpoch()).isEqualTo(-1);
        assertThat(epochs.endOffsetFor(0, 10)).isEqualTo(EpochEnd.UNDEFINED);
    }

    @Test
    void epochZeroIsAnEpochLikeAnyOther() {
        epochs.assign(0, 0);
        epochs.assign(1, 10);

        assertThat(epochs.endOffsetFor(0, 20)).isEqualTo(new EpochEnd(0, 10));
        assertThat(epochs.epochOf(0)).isZero();
    }

    @Test
    void theNewestEpochEndsAtTheEndOfTheLog() {
        epochs.assign(3, 10);

        assertThat(epochs.endOffsetFor(3, 25)).isEqualTo(new EpochEnd(3, 25));
    }

    @Test
    void anEpochBetweenTwoKnownOnesEndsWhereTheLowerOneDoes() {
        epochs.assign(2, 10);
        epochs.assign(5, 20);

        assertThat(epochs.endOffsetFor(3, 30)).isEqualTo(new EpochEnd(2, 20));
        assertThat(epochs.endOffsetFor(2, 30)).isEqualTo(new EpochEnd(2, 20));
    }

    @Test
    void anEpochBeforeAllEndsWhereTheFirstStarts() {
        epochs.assign(4, 10);

        assertThat(epochs.endOffsetFor(2, 30)).isEqualTo(new EpochEnd(2, 10));
    }

    @Test
    void anEpochAfterAllIsUndefined() {
        epochs.assign(4, 10);

        assertThat(epochs.endOffsetFor(5, 30)).isEqualTo(EpochEnd.UNDEFINED);
        assertThat(epochs.endOffsetFor(-1, 30)).isEqualTo(EpochEnd.UNDEFINED);
    }

    @Test
    void anEpochWithoutRecordsLeavesNoTrace() {
        epochs.assign(1, 10);
        epochs.assign(2, 10);

        assertThat(epochs.count()).isEqualTo(1);
        assertThat(epochs.endOffsetFor(1, 15)).isEqualTo(new EpochEnd(1, 10));
    }

    @Test
    void truncationAtAStartForgetsTheEpoch() {
        epochs.assign(0, 0);
        epochs.assign(1, 10);

        epochs.truncateFromEnd(10);

        assertThat(epochs.latestEpoch()).isZero();
    }

    @Test
    void theEpochThatHoldsTheNewStartBeginsThere() {
        epochs.assign(0, 0);
        epochs.assign(1, 10);
        epochs.assign(2, 20);

        epochs.truncateFromStart(15);

        assertThat(epochs.count()).isEqualTo(2);
        assertThat(epochs.startOffsetAt(0)).isEqualTo(15);
        assertThat(epochs.epochAt(0)).isEqualTo(1);
        epochs.truncateFromStart(15);
        assertThat(epochs.count()).isEqualTo(2);
    }

    @Test
    void theFileIsKafkas() {
        epochs.assign(0, 0);
        epochs.assign(7, 1_000);

        assertThat(new String(EpochCheckpoint.encode(epochs), US_ASCII)).isEqualTo("0\n2\n0 0\n7 1000\n");
    }

    @Test
    void aDamagedFileGivesNoEpochs() {
        var disk = new SimulatedDisk();
        disk.createDirectories(DIRECTORY);
        for (var text : new String[] {"", "0\n2\n0 0\n", "1\n0\n", "0\nx\n", "0\n1\nabc\n", "0\n1\n5\n"}) {
            disk.write(DIRECTORY.resolve(EpochCheckpoint.FILE_NAME), text.getBytes(US_ASCII));

            assertThat(EpochCheckpoint.read(disk, DIRECTORY).count()).as(text).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithALogThatRemembersTheEpochOfEachRecord(int seed) {
        var random = new SplittableRandom(seed);
        var records = new TreeMap<Long, Integer>();
        var end = 0L;
        var start = 0L;
        var epoch = 0;
        for (var step = 0; step < 500; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    epoch += random.nextInt(1, 3);
                }
                case 1 -> {
                    end = random.nextLong(start, end + 1);
                    records.tailMap(end, true).clear();
                    epochs.truncateFromEnd(end);
                }
                case 2 -> {
                    start = random.nextLong(start, Math.min(end, start + 5) + 1);
                    records.headMap(start, false).clear();
                    epochs.truncateFromStart(start);
                }
                default -> {
                    epochs.assign(epoch, end);
                    records.put(end++, epoch);
                }
            }
            for (var record : records.entrySet()) {
                assertThat(epochs.epochOf(record.getKey()))
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(record.getValue());
            }
        }
    }
}
