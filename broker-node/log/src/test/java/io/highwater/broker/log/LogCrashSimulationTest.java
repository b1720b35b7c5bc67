package io.highwater.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.highwater.broker.log.Batches.Seen;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lets a log live through a random history on a disk that loses power at a random operation, again and again.
/// Whatever was flushed must be there afterwards, and nothing may be there that was not appended.
///
/// `-Dsim.seed=7` replays one seed, `-Dsim.seeds=5000` runs many.
class LogCrashSimulationTest {
    private static final int CRASHES = 6;

    static IntStream seeds() {
        var only = Integer.getInteger("sim.seed");
        return only == null ? IntStream.range(0, Integer.getInteger("sim.seeds", 300)) : IntStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterACrashTheLogIsAPrefixThatContainsEverythingFlushed(int seed) {
        try {
            new History(seed).run();
        } catch (AssertionError | RuntimeException e) {
            fail("seed %d; replay it with -Dsim.seed=%d".formatted(seed, seed), e);
        }
    }

    /// One life of a log and what must be true of it.
    private static final class History {
        private final SplittableRandom random;
        private final LogFixture fixture = new LogFixture();
        /// Every record appended and not known to be lost, in order; its place is its offset.
        private final List<Seen> appended = new ArrayList<>();

        private long flushed;
        private long checkpointedRecoveryPoint;
        private long checkpointedStart;
        private long producerSequence;
        private int epoch;

        History(int seed) {
            random = new SplittableRandom(seed);
            fixture.with("segment.bytes", random.nextInt(700, 3_000))
                    .with("index.interval.bytes", random.nextInt(1, 300))
                    .with("segment.index.bytes", random.nextInt(24, 200))
                    .with("retention.bytes", random.nextInt(4) == 0 ? 3_000 : -1)
                    .with("retention.ms", -1);
        }

        void run() {
            var state = LogState.NEW;
            for (var crash = 0; crash < CRASHES; crash++) {
                fixture.disk.crashAfter(random.nextInt(5, 200));
                try {
                    live(state);
                } catch (SimulatedCrash _) {
                    fixture.disk.crash(random);
                }
                state = new LogState(checkpointedStart, checkpointedRecoveryPoint, false);
                check(state);
            }
        }

        private void live(LogState state) {
            var log = fixture.open(state);
            adopt(log);
            while (true) {
                step(log);
            }
        }

        /// After recovery the log decides what is left; it may have lost what was never flushed.
        private void adopt(PartitionLog log) {
            while (appended.size() > log.nextOffset()) {
                appended.removeLast();
            }
            producerSequence = log.nextOffset();
        }

        private void step(PartitionLog log) {
            switch (random.nextInt(12)) {
                case 0, 1 -> flush(log);
                case 2 -> checkpointedRecoveryPoint = log.recoveryPoint();
                case 3 -> log.startEpoch(++epoch);
                case 4 ->
                    log.deleteOldSegments(fixture.nowMs, log.recoveryPoint()).run();
                case 5 -> {
                    if (random.nextInt(5) == 0) {
                        log.deleteRecords(random.nextLong(log.logStartOffset(), log.nextOffset() + 1));
                        checkpointedStart = Math.min(log.logStartOffset(), flushed);
                    }
                }
                default -> append(log);
            }
        }

        private void flush(PartitionLog log) {
            log.prepareFlush().ifPresent(task -> {
                var promised = task.nextOffset();
                task.run();
                log.flushed(task);
                assertThat(log.recoveryPoint()).isGreaterThanOrEqualTo(promised);
                flushed = Math.max(flushed, promised);
            });
        }

        private void append(PartitionLog log) {
            fixture.nowMs += random.nextInt(10);
            var values = new String[random.nextInt(1, 4)];
            for (var i = 0; i < values.length; i++) {
                values[i] = "x".repeat(random.nextInt(60)) + (log.nextOffset() + i) + "#" + random.nextInt(1_000);
            }
            var timestamp = fixture.nowMs - random.nextInt(50);
            // Noted first: a crash in the middle of an append may leave the batch whole.
            var before = appended.size();
            for (var i = 0; i < values.length; i++) {
                appended.add(new Seen(before + i, timestamp, values[i]));
            }
            var result = log.append(Batches.of(timestamp, values), epoch, AppendOrigin.CLIENT, fixture.nowMs);
            assertThat(result.baseOffset()).isEqualTo(before);
        }

        private void check(LogState state) {
            var log = fixture.open(state);
            assertThat(log.nextOffset()).as("end of the log").isGreaterThanOrEqualTo(flushed);
            assertThat(log.nextOffset()).isLessThanOrEqualTo(appended.size());
            var expected = appended.subList((int) log.logStartOffset(), (int) log.nextOffset());
            assertThat(Batches.readAll(log, log.logStartOffset(), random.nextInt(1, 500), Long.MAX_VALUE))
                    .isEqualTo(expected);
            if (!expected.isEmpty()) {
                var wanted = expected.get(random.nextInt(expected.size())).timestamp();
                var first = expected.stream()
                        .filter(seen -> seen.timestamp() >= wanted)
                        .findFirst()
                        .orElseThrow();
                assertThat(log.offsetForTimestamp(wanted).orElseThrow().offset())
                        .isEqualTo(first.offset());
            }
            assertThat(log.epochs().latestEpoch()).isLessThanOrEqualTo(epoch);
            log.abandon();
            assertThat(fixture.disk.openFiles()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whenTheDiskFailsNothingIsAcknowledgedAfterwards(int seed) {
        var random = new SplittableRandom(seed);
        var fixture = new LogFixture().with("segment.bytes", 400).with("index.interval.bytes", 50);
        var log = fixture.open();
        fixture.disk.failAfter(random.nextInt(1, 60));
        var acknowledged = 0L;
        var failed = false;
        for (var i = 0; i < 200 && !failed; i++) {
            try {
                acknowledged = fixture.append(log, "v" + i).lastOffset() + 1;
            } catch (DirectoryFaultException _) {
                failed = true;
            }
        }
        fixture.disk.failAfter(Integer.MAX_VALUE);

        assertThat(failed).isTrue();
        assertThat(log.hasFailed()).isTrue();
        assertThat(log.nextOffset()).isEqualTo(acknowledged);
        try {
            fixture.append(log, "after");
            fail("appended after a fault");
        } catch (DirectoryFaultException expected) {
            assertThat(expected).hasMessageContaining("simulated");
        }
    }
}
