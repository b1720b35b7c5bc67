package io.highwater.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.highwater.broker.log.Batches.Seen;
import io.highwater.broker.log.FetchResult.FetchData;
import io.highwater.broker.log.FetchResult.OffsetOutOfRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of one log beside a list of records that does the same in the plainest way.
///
/// `-Dsim.seed=7` replays one seed, `-Dsim.seeds=5000` runs many.
class LogModelTest {
    static IntStream seeds() {
        var only = Integer.getInteger("sim.seed");
        return only == null ? IntStream.range(0, Integer.getInteger("sim.seeds", 200)) : IntStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLogDoesWhatAListOfRecordsDoes(int seed) {
        try {
            new History(seed).run();
        } catch (AssertionError | RuntimeException e) {
            fail("seed %d; replay it with -Dsim.seed=%d".formatted(seed, seed), e);
        }
    }

    /// One log and its model.
    private static final class History {
        private final SplittableRandom random;
        private final LogFixture fixture = new LogFixture();
        private final TreeMap<Long, Seen> records = new TreeMap<>();
        /// Base offset of every batch, and the epoch that wrote it.
        private final TreeMap<Long, Integer> batches = new TreeMap<>();

        private PartitionLog log;
        private long start;
        private long end;
        private int epoch;
        private int sequence;

        History(int seed) {
            random = new SplittableRandom(seed);
            fixture.with("segment.bytes", random.nextInt(700, 4_000))
                    .with("index.interval.bytes", random.nextInt(1, 500))
                    .with("segment.index.bytes", random.nextInt(24, 400))
                    .with("retention.ms", -1)
                    .with("retention.bytes", random.nextInt(2) == 0 ? 5_000 : -1);
            log = fixture.open();
        }

        void run() {
            for (var step = 0; step < 300; step++) {
                change();
                assertThat(log.logStartOffset()).isEqualTo(start);
                assertThat(log.nextOffset()).isEqualTo(end);
                read();
                lookUp();
            }
            assertThat(Batches.readAll(log)).isEqualTo(List.copyOf(records.values()));
            log.close();
            assertThat(fixture.disk.openFiles()).isZero();
        }

        private void change() {
            switch (random.nextInt(40)) {
                case 0 -> truncate();
                case 1 -> deleteRecords();
                case 2, 3 -> retain();
                case 4 -> log.startEpoch(++epoch);
                case 5 -> reopen(true);
                case 6 -> reopen(false);
                case 7 -> LogFixture.flush(log);
                case 8 -> retry();
                case 9 -> {
                    if (random.nextInt(10) == 0) {
                        truncateFully();
                    }
                }
                default -> append();
            }
        }

        private void append() {
            fixture.nowMs += random.nextInt(20);
            var values = new String[random.nextInt(1, 5)];
            for (var i = 0; i < values.length; i++) {
                values[i] = (end + i) + "#" + "y".repeat(random.nextInt(40));
            }
            var timestamp = fixture.nowMs - random.nextInt(60);
            var result = log.append(Batches.of(timestamp, values), epoch, AppendOrigin.CLIENT, fixture.nowMs);
            assertThat(result.baseOffset()).as(result.message()).isEqualTo(end);
            note(timestamp, values);
        }

        private void note(long timestamp, String... values) {
            batches.put(end, epoch);
            for (var value : values) {
                records.put(end, new Seen(end, timestamp, value));
                end++;
            }
        }

        /// The same idempotent batch twice in a row is in the log once.
        private void retry() {
            var first = log.append(
                    Batches.idempotent(900 + epoch, 0, sequence, "once"), epoch, AppendOrigin.CLIENT, fixture.nowMs);
            var known = !first.isAccepted();
            if (known) {
                // A truncation took back what this producer had sent; its next epoch starts anew.
                return;
            }
            note(1_000, "once");
            sequence++;
            var second = log.append(
                    Batches.idempotent(900 + epoch, 0, sequence - 1, "once"),
                    epoch,
                    AppendOrigin.CLIENT,
                    fixture.nowMs);
            assertThat(second.duplicate()).isTrue();
            assertThat(second.baseOffset()).isEqualTo(end - 1);
        }

        private void truncate() {
            var offset = random.nextLong(start, end + 1);
            log.truncateTo(offset, fixture.nowMs).run();
            end = offset < end ? batches.floorKey(offset) : end;
            records.tailMap(end, true).clear();
            batches.tailMap(end, true).clear();
            start = Math.min(start, end);
        }

        private void truncateFully() {
            end += random.nextInt(100);
            start = end;
            records.clear();
            batches.clear();
            log.truncateFully(end, fixture.nowMs).run();
        }

        private void deleteRecords() {
            var offset = random.nextLong(start, end + 1);
            log.deleteRecords(offset);
            start = offset;
            records.headMap(start, false).clear();
        }

        private void retain() {
            log.deleteOldSegments(fixture.nowMs, end).run();
            assertThat(log.logStartOffset()).isGreaterThanOrEqualTo(start);
            start = log.logStartOffset();
            records.headMap(start, false).clear();
            var oldest = batches.floorKey(start);
            batches.headMap(oldest == null ? start : oldest, false).clear();
        }

        private void reopen(boolean clean) {
            if (clean) {
                log.close();
            } else {
                log.abandon();
                fixture.disk.killProcess();
            }
            log = fixture.open(new LogState(start, log.recoveryPoint(), clean));
        }

        private void read() {
            var offset = random.nextLong(Math.max(0, start - 2), end + 3);
            var upper = random.nextInt(3) == 0 ? random.nextLong(start, end + 1) : Long.MAX_VALUE;
            var maxBytes = random.nextInt(1, 2_000);
            var result = log.read(offset, maxBytes, true, upper);
            if (offset < start || offset > end) {
                assertThat(result).isEqualTo(new OffsetOutOfRange(start, end));
                return;
            }
            var seen = Batches.records(Batches.bytes(((FetchData) result).records()));
            var limit = upper >= end ? end : batches.floorKey(upper) == null ? start : batches.floorKey(upper);
            var base = batches.floorKey(offset);
            if (offset >= end || base >= limit) {
                assertThat(seen).isEmpty();
                return;
            }
            assertThat(seen).isNotEmpty();
            assertThat(seen.getFirst().offset()).isEqualTo(base);
            assertThat(seen.getLast().offset()).isLessThan(limit);
            for (var record : seen) {
                if (record.offset() >= start) {
                    assertThat(record).isEqualTo(records.get(record.offset()));
                }
            }
        }

        private void lookUp() {
            var wanted = fixture.nowMs - random.nextInt(500);
            var expected = records.values().stream()
                    .filter(record -> record.timestamp() >= wanted)
                    .findFirst();
            var found = log.offsetForTimestamp(wanted);
            assertThat(found.map(OffsetAndTimestamp::offset)).isEqualTo(expected.map(Seen::offset));
            found.ifPresent(record -> assertThat(record.leaderEpoch())
                    .isEqualTo(batches.floorEntry(record.offset()).getValue()));
            var newest = new ArrayList<>(records.values());
            if (!newest.isEmpty() && start == batches.firstKey()) {
                var max = newest.stream()
                        .max(Comparator.comparingLong(Seen::timestamp))
                        .orElseThrow();
                assertThat(log.offsetOfMaxTimestamp().orElseThrow().timestamp()).isEqualTo(max.timestamp());
            }
        }
    }
}
