package io.highwater.broker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.highwater.broker.log.cleanup.CompactionCancelledException;
import io.highwater.broker.log.cleanup.CompactionObserver;
import io.highwater.broker.log.cleanup.CompactionSettings;
import io.highwater.broker.log.producer.ProducerSnapshot;
import io.highwater.broker.log.producer.SequenceCheck;
import io.highwater.broker.log.store.SimulatedCrash;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.ControlRecordType;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.record.RecordBatches;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of keys, tombstones and transactions, compacted again and again with little memory, on a disk that
/// loses power between any two steps. Whoever reads the compacted log must come to the same as whoever read all of it.
///
/// `-Dsim.seed=7` replays one seed, `-Dsim.seeds=5000` runs many.
class CompactionSimulationTest {
    private static final int KEYS = 12;
    private static final int FIRST_TRANSACTIONAL = 2;
    private static final long DELETE_RETENTION_MS = 1_000;

    static IntStream seeds() {
        var only = Integer.getInteger("sim.seed");
        return only == null ? IntStream.range(0, Integer.getInteger("sim.seeds", 60)) : IntStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void compactionEqualsTheModel(int seed) {
        replayed(seed, () -> new History(seed).run(0));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void compactionEqualsTheModelWhateverACrashInterrupts(int seed) {
        replayed(seed, () -> new History(seed).run(5));
    }

    private static void replayed(int seed, Runnable history) {
        try {
            history.run();
        } catch (AssertionError | RuntimeException e) {
            fail("seed %d; replay it with -Dsim.seed=%d".formatted(seed, seed), e);
        }
    }

    /// A record as it was written.
    private record Written(long offset, long producerId, String key, String value, long timestamp) {}

    /// An end of a transaction as it was written.
    private record Marker(long producerId, boolean commits) {}

    /// One life of a log, and everything that was ever written to it.
    private static final class History {
        private final SplittableRandom random;
        private final LogFixture fixture = new LogFixture();
        /// Data by offset; markers have none.
        private final TreeMap<Long, Written> written = new TreeMap<>();
        private final TreeMap<Long, Marker> markers = new TreeMap<>();
        /// End of the transaction that a record belongs to, by its offset: true for a commit.
        private final Map<Long, Boolean> ended = new HashMap<>();
        private final Map<Long, List<Long>> open = new HashMap<>();
        private final Map<Long, Integer> nextSequences = new HashMap<>();
        /// When a compaction that began, and when one that came to its end first saw a tombstone.
        private final Map<Long, Long> firstAttemptMs = new HashMap<>();

        private final Map<Long, Long> firstCleanedMs = new HashMap<>();

        private long cleanedUpTo;
        private long checkpointed;

        History(int seed) {
            random = new SplittableRandom(seed);
            fixture.with("cleanup.policy", "compact")
                    .with("segment.bytes", random.nextInt(600, 2_500))
                    .with("index.interval.bytes", random.nextInt(1, 300))
                    .with("retention.ms", -1)
                    .with("file.delete.delay.ms", 0)
                    .with("delete.retention.ms", DELETE_RETENTION_MS);
        }

        void run(int crashes) {
            var log = fixture.open();
            for (var crash = 0; crash < crashes; crash++) {
                fixture.disk.crashAfter(random.nextInt(5, 400));
                try {
                    while (true) {
                        step(log);
                    }
                } catch (SimulatedCrash _) {
                    fixture.disk.crash(random);
                }
                log = reopen();
            }
            for (var i = 0; i < 150; i++) {
                step(log);
            }
            flush(log);
            checkpointed = log.recoveryPoint();
            log.abandon();
            fixture.disk.killProcess();
            deleteSnapshots();
            reopen();
        }

        private PartitionLog reopen() {
            var log = fixture.open(new LogState(0, checkpointed, false));
            forgetLost(log.nextOffset());
            check(log);
            return log;
        }

        private void deleteSnapshots() {
            for (var entry : fixture.disk.list(LogFixture.DIRECTORY)) {
                if (entry.name().endsWith(ProducerSnapshot.SUFFIX)) {
                    fixture.disk.delete(LogFixture.DIRECTORY.resolve(entry.name()));
                }
            }
        }

        /// What was not flushed may be gone after a crash: ends of transactions as well.
        private void forgetLost(long end) {
            written.tailMap(end, true).clear();
            markers.tailMap(end, true).clear();
            ended.clear();
            open.clear();
            nextSequences.clear();
            for (var offset = 0L; offset < end; offset++) {
                var record = written.get(offset);
                if (record != null) {
                    note(record);
                } else if (markers.containsKey(offset)) {
                    note(markers.get(offset));
                }
            }
        }

        private void note(Written record) {
            nextSequences.merge(record.producerId(), 1, Integer::sum);
            if (record.producerId() >= FIRST_TRANSACTIONAL) {
                open.computeIfAbsent(record.producerId(), _ -> new ArrayList<>())
                        .add(record.offset());
            }
        }

        private void note(Marker marker) {
            open.getOrDefault(marker.producerId(), List.of()).forEach(offset -> ended.put(offset, marker.commits()));
            open.remove(marker.producerId());
        }

        // ---- what happens to the log ----

        private void step(PartitionLog log) {
            fixture.nowMs += random.nextInt(200);
            switch (random.nextInt(16)) {
                case 0 -> flush(log);
                case 1, 2 -> {
                    flush(log);
                    checkpointed = log.recoveryPoint();
                }
                case 3, 4 -> compact(log);
                case 5 -> end(log);
                default -> append(log);
            }
        }

        private void flush(PartitionLog log) {
            LogFixture.flush(log);
        }

        private void append(PartitionLog log) {
            var producerId = (long) random.nextInt(-1, 4);
            var transactional = producerId >= FIRST_TRANSACTIONAL;
            var builder = new RecordBatchBuilder(random.nextInt(4) == 0 ? Compression.GZIP : Compression.NONE);
            var count = random.nextInt(1, 5);
            if (producerId >= 0) {
                builder.producer(producerId, (short) 0, nextSequences.getOrDefault(producerId, 0));
            }
            if (transactional) {
                builder.transactional();
            }
            var first = log.nextOffset();
            for (var i = 0; i < count; i++) {
                var record = record(first + i, producerId);
                // Noted first: a crash in the middle of an append may leave the batch whole.
                written.put(record.offset(), record);
                note(record);
                builder.append(
                        record.timestamp(),
                        record.key().getBytes(UTF_8),
                        record.value() == null ? null : record.value().getBytes(UTF_8));
            }
            assertThat(append(log, builder.build(Batches.ALLOCATOR))).isEqualTo(first);
        }

        private Written record(long offset, long producerId) {
            var value = random.nextInt(4) == 0 ? null : "v" + offset + "x".repeat(random.nextInt(40));
            return new Written(
                    offset, producerId, "key-" + random.nextInt(KEYS), value, fixture.nowMs - random.nextInt(100));
        }

        private long append(PartitionLog log, ByteBuf batch) {
            return log.append(batch, 0, AppendOrigin.INTERNAL, fixture.nowMs).baseOffset();
        }

        private void end(PartitionLog log) {
            var marker = new Marker(random.nextLong(FIRST_TRANSACTIONAL, 4), random.nextBoolean());
            markers.put(log.nextOffset(), marker);
            note(marker);
            var type = marker.commits() ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
            append(log, Batches.marker(marker.producerId(), type));
        }

        private void compact(PartitionLog log) {
            var dirtiness = log.dirtiness(cleanedUpTo, log.nextOffset(), checkpointed, fixture.nowMs);
            if (dirtiness.dirtyBytes() == 0) {
                return;
            }
            var settings = new CompactionSettings(
                    random.nextInt(4) == 0 ? 400 : 100_000,
                    random.nextInt(100, 2_000),
                    random.nextLong(),
                    random.nextLong(),
                    fixture.nowMs);
            var tombstones = newestTombstones(log);
            tombstones.forEach(offset -> firstAttemptMs.putIfAbsent(offset, fixture.nowMs));
            try (var compaction = log.prepareCompaction(dirtiness)) {
                var stats = compaction.work().run(settings, CompactionObserver.NONE, group -> {
                    if (random.nextInt(30) == 0) {
                        throw new CompactionCancelledException("by chance");
                    }
                    log.swapIn(compaction.finished(group)).run();
                });
                cleanedUpTo = stats.endOffset();
                assertThat(stats.endOffset()).isGreaterThan(dirtiness.firstDirtyOffset());
                checkCompacted(log, stats.endOffset(), tombstones);
            } catch (CompactionCancelledException _) {
                assertThat(fixture.disk.list(LogFixture.DIRECTORY))
                        .noneMatch(entry -> entry.name().endsWith(".cleaned"));
            }
            check(log);
        }

        // ---- what must be true of it ----

        /// The tombstones in the log that are the newest of their key.
        private HashSet<Long> newestTombstones(PartitionLog log) {
            var found = new HashSet<Long>();
            latest(read(log)).values().stream()
                    .filter(record -> record.value() == null)
                    .forEach(record -> found.add(record.offset()));
            return found;
        }

        /// Below the clean end there is at most one record for each key, the newest.
        private void checkCompacted(PartitionLog log, long cleanEnd, HashSet<Long> tombstonesBefore) {
            var clean = read(log).stream()
                    .filter(record -> record.offset() < cleanEnd)
                    .toList();
            assertThat(clean).extracting(Written::key).doesNotHaveDuplicates();
            for (var offset : tombstonesBefore) {
                if (offset >= cleanEnd) {
                    continue;
                }
                var isThere = clean.stream().anyMatch(record -> record.offset() == offset);
                var attempted = firstAttemptMs.get(offset);
                assertThat(isThere || fixture.nowMs - attempted >= DELETE_RETENTION_MS)
                        .as("tombstone %d stays for its time", offset)
                        .isTrue();
                var cleaned = firstCleanedMs.putIfAbsent(offset, fixture.nowMs);
                assertThat(isThere && cleaned != null && fixture.nowMs - cleaned >= DELETE_RETENTION_MS)
                        .as("tombstone %d stays longer", offset)
                        .isFalse();
            }
        }

        /// A reader of committed data sees records that were written, in their order, and ends with the same newest
        /// values as a reader of everything.
        private void check(PartitionLog log) {
            var seen = read(log);
            var previous = -1L;
            for (var record : seen) {
                assertThat(record).isEqualTo(written.get(record.offset()));
                assertThat(record.offset()).isGreaterThan(previous);
                previous = record.offset();
            }
            var stable = log.lastStableOffset(log.nextOffset());
            var expected = new ArrayList<Written>();
            for (var record : written.headMap(stable).values()) {
                if (record.producerId() < FIRST_TRANSACTIONAL || endedBy(record)) {
                    expected.add(record);
                }
            }
            assertThat(values(latest(seen))).isEqualTo(values(latest(expected)));
            nextSequences.forEach((producerId, sequence) -> {
                if (producerId >= 0) {
                    assertThat(log.producers().check(producerId, (short) 0, sequence, sequence))
                            .isEqualTo(SequenceCheck.NEXT);
                }
            });
        }

        private boolean endedBy(Written record) {
            return ended.getOrDefault(record.offset(), false);
        }

        private static Map<String, Written> latest(List<Written> records) {
            var newest = new HashMap<String, Written>();
            records.forEach(record -> newest.put(record.key(), record));
            return newest;
        }

        private static Map<String, String> values(Map<String, Written> latest) {
            var values = new TreeMap<String, String>();
            latest.forEach((key, record) -> {
                if (record.value() != null) {
                    values.put(key, record.value());
                }
            });
            return values;
        }

        /// Reads as a consumer does that wants committed data only.
        private List<Written> read(PartitionLog log) {
            var stable = log.lastStableOffset(log.nextOffset());
            var aborted = new ArrayList<>(log.abortedTransactions(log.logStartOffset(), stable));
            var aborting = new HashSet<Long>();
            var seen = new ArrayList<Written>();
            var next = log.logStartOffset();
            while (next < stable
                    && log.read(next, random.nextInt(1, 3_000), true, stable)
                            instanceof FetchResult.FetchData(var records)) {
                for (var batch : RecordBatches.of(Batches.bytes(records))) {
                    assertThat(batch.isValidCrc()).isTrue();
                    while (!aborted.isEmpty() && aborted.getFirst().firstOffset() <= batch.lastOffset()) {
                        aborting.add(aborted.removeFirst().producerId());
                    }
                    next = batch.nextOffset();
                    read(batch, aborting, seen);
                }
                if (records.sizeInBytes() == 0) {
                    break;
                }
            }
            return seen;
        }

        private void read(RecordBatch batch, HashSet<Long> aborting, List<Written> seen) {
            if (batch.isControl()) {
                aborting.remove(batch.producerId());
                return;
            }
            if (batch.isTransactional() && aborting.contains(batch.producerId())) {
                return;
            }
            for (var records = batch.records(); records.hasNext(); ) {
                var record = records.next();
                seen.add(new Written(
                        record.offset(),
                        batch.producerId(),
                        record.key().toString(UTF_8),
                        record.value() == null ? null : record.value().toString(UTF_8),
                        record.timestamp()));
            }
        }
    }
}
