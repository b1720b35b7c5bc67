package io.highwater.broker.log;

import static io.highwater.broker.log.Batches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.log.Batches.Seen;
import io.highwater.broker.log.recovery.RecoveryEvent.LeftoverDeleted;
import io.highwater.broker.log.recovery.RecoveryEvent.ProducersRestored;
import io.highwater.broker.log.recovery.RecoveryEvent.SegmentChecked;
import io.highwater.broker.log.recovery.RecoveryEvent.SegmentDropped;
import io.highwater.broker.log.recovery.RecoveryEvent.StartedAnew;
import io.highwater.broker.log.recovery.RecoveryEvent.TailCut;
import io.highwater.broker.protocol.ErrorCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecoveryTest {
    private static final int LEADER_EPOCH_POSITION = 12;
    private static final int LEADER_EPOCH_END = 16;

    private final LogFixture fixture = new LogFixture();

    @Test
    void aCleanStopNeedsNoRecovery() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 5; i++) {
            fixture.append(log, Batches.idempotent(7, 0, i, "v" + i));
        }
        log.close();

        var reopened = fixture.open(new LogState(0, 5, true));

        assertThat(fixture.events).isEmpty();
        assertThat(reopened.nextOffset()).isEqualTo(5);
        assertThat(reopened.recoveryPoint()).isEqualTo(5);
        assertThat(readAll(reopened)).extracting(Seen::value).containsExactly("v0", "v1", "v2", "v3", "v4");
        assertThat(fixture.append(reopened, Batches.idempotent(7, 0, 4, "v4")).duplicate())
                .isTrue();
        assertThat(reopened.offsetOfMaxTimestamp()).contains(new OffsetAndTimestamp(0, 1_000, 0));
    }

    @Test
    void aLogGoesOnAfterManyCleanStops() {
        fixture.with("segment.bytes", 400).with("index.interval.bytes", 1);
        var state = LogState.NEW;
        for (var i = 0; i < 20; i++) {
            var log = fixture.open(state);
            fixture.nowMs += 5;
            fixture.append(log, "v" + i);
            fixture.append(log, "w" + i);
            log.close();
            state = new LogState(0, log.recoveryPoint(), true);
        }

        var log = fixture.open(state);

        assertThat(readAll(log)).hasSize(40);
        assertThat(log.offsetForTimestamp(1_050)).contains(new OffsetAndTimestamp(18, 1_050, 0));
    }

    @Test
    void afterKillTheLogIsWholeAndTheProducersAreKnown() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 5; i++) {
            fixture.append(log, Batches.idempotent(7, 0, i, "v" + i));
        }
        fixture.disk.killProcess();

        var reopened = fixture.open(new LogState(0, 0, false));

        assertThat(readAll(reopened)).hasSize(5);
        assertThat(fixture.events).hasAtLeastOneElementOfType(SegmentChecked.class);
        assertThat(fixture.events).hasAtLeastOneElementOfType(ProducersRestored.class);
        assertThat(reopened.epochs().latestEpoch()).isZero();
        assertThat(fixture.append(reopened, Batches.idempotent(7, 0, 4, "v4")).duplicate())
                .isTrue();
        assertThat(fixture.append(reopened, Batches.idempotent(7, 0, 5, "v5")).baseOffset())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachOfTheLastFiveBatchesOfAProducerIsStillKnownAfterAStop(boolean clean) {
        for (var count = 1; count < 14; count++) {
            var fresh = new LogFixture().with("segment.bytes", 250);
            var log = fresh.open();
            for (var i = 0; i < count; i++) {
                fresh.append(log, Batches.idempotent(7, 0, i * 2, "a" + i, "b" + i));
                fresh.append(log, Batches.idempotent(8, 3, i, "c" + i));
            }
            if (clean) {
                log.close();
            } else {
                fresh.disk.killProcess();
            }

            var reopened = fresh.open(new LogState(0, clean ? log.nextOffset() : 0, clean));

            for (var i = Math.max(0, count - 5); i < count; i++) {
                var retry = fresh.append(reopened, Batches.idempotent(7, 0, i * 2, "a" + i, "b" + i));
                assertThat(retry.duplicate()).as("batch %d of %d", i, count).isTrue();
                assertThat(retry.baseOffset()).isEqualTo(i * 3L);
                assertThat(fresh.append(reopened, Batches.idempotent(8, 3, i, "c" + i))
                                .duplicate())
                        .isTrue();
            }
            assertThat(fresh.append(reopened, Batches.idempotent(7, 0, count * 2, "new"))
                            .baseOffset())
                    .isEqualTo(count * 3L);
        }
    }

    @Test
    void theLastFiveBatchesAreStillKnownAfterATruncation() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 12; i++) {
            fixture.append(log, Batches.idempotent(7, 0, i, "v" + i));
        }

        log.truncateTo(11, fixture.nowMs).run();

        for (var i = 6; i < 11; i++) {
            assertThat(fixture.append(log, Batches.idempotent(7, 0, i, "v" + i)).duplicate())
                    .isTrue();
        }
        assertThat(fixture.append(log, Batches.idempotent(7, 0, 11, "v11")).baseOffset())
                .isEqualTo(11);
    }

    @Test
    void epochsThatRecoveryFoundAreOnTheDiskAfterTheNextFlush() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            log.append(Batches.of(1_000, "v" + i), i, AppendOrigin.CLIENT, fixture.nowMs);
        }
        fixture.disk.killProcess();
        var recovered = fixture.open(LogState.NEW);
        LogFixture.flush(recovered);
        fixture.disk.killProcess();

        var again = fixture.open(new LogState(0, recovered.recoveryPoint(), false));

        assertThat(again.epochs().epochOf(2)).isEqualTo(2);
        assertThat(again.epochs().latestEpoch()).isEqualTo(5);
    }

    @Test
    void segmentsBelowTheRecoveryPointAreNotReadAgain() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.append(log, "v" + i);
        }
        LogFixture.flush(log);
        fixture.disk.killProcess();

        fixture.open(new LogState(0, 5, false));

        assertThat(fixture.events.stream().filter(SegmentChecked.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aLogCutAtAnyByteOfItsLastBatchLosesThatBatchOnly() {
        var whole = threeBatches();
        var start = whole.length / 3 * 2;
        for (var size = start; size < whole.length; size++) {
            var reopened = recoverWith(Arrays.copyOf(whole, size));

            assertThat(readAll(reopened))
                    .as("cut to %d bytes", size)
                    .extracting(Seen::value)
                    .containsExactly("v0", "v1");
            assertThat(fixture.append(reopened, "v2").baseOffset()).isEqualTo(2);
            assertThat(fixture.events.stream().filter(TailCut.class::isInstance))
                    .hasSize(size == start ? 0 : 1);
            reopened.abandon();
        }
    }

    @Test
    void aBitFlippedInTheLastBatchLosesThatBatchOnly() {
        var whole = threeBatches();
        var start = whole.length / 3 * 2;
        for (var bit = start * 8; bit < whole.length * 8; bit++) {
            var inBatch = bit / 8 - start;
            if (inBatch >= LEADER_EPOCH_POSITION && inBatch < LEADER_EPOCH_END) {
                // The one field that neither the checksum nor its neighbours vouch for.
                continue;
            }
            var damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));

            var reopened = recoverWith(damaged);

            assertThat(readAll(reopened))
                    .as("bit %d flipped", bit)
                    .extracting(Seen::value)
                    .containsExactly("v0", "v1");
            reopened.abandon();
        }
    }

    @Test
    void garbageBehindTheLastBatchIsCutOff() {
        var whole = threeBatches();
        var longer = Arrays.copyOf(whole, whole.length + 4096);

        var reopened = recoverWith(longer);

        assertThat(readAll(reopened)).hasSize(3);
        assertThat(fixture.events)
                .contains(new TailCut(fixture.file(0, ".log"), whole.length, 4096, "size 12, but 4096 bytes are left"));
    }

    @Test
    void whatLiesBehindACutIsDropped() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.append(log, "v" + i);
        }
        fixture.disk.killProcess();
        var second = fixture.disk.readAll(fixture.file(2, ".log"));
        fixture.disk.tamper(fixture.file(2, ".log"), Arrays.copyOf(second, second.length - 1));

        var reopened = fixture.open(LogState.NEW);

        assertThat(readAll(reopened)).extracting(Seen::value).containsExactly("v0", "v1", "v2");
        assertThat(fixture.events).hasAtLeastOneElementOfType(SegmentDropped.class);
        assertThat(fixture.disk.exists(fixture.file(4, ".log"))).isFalse();
        assertThat(fixture.append(reopened, "again").baseOffset()).isEqualTo(3);
    }

    @Test
    void aHoleBetweenUnflushedSegmentsEndsTheLog() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.append(log, "v" + i);
        }
        fixture.disk.killProcess();
        var second = fixture.disk.readAll(fixture.file(2, ".log"));
        fixture.disk.tamper(fixture.file(2, ".log"), Arrays.copyOf(second, second.length / 2));

        var reopened = fixture.open(LogState.NEW);

        assertThat(readAll(reopened)).extracting(Seen::value).containsExactly("v0", "v1", "v2");
    }

    @Test
    void indexesThatAreMissingOrNonsenseAreBuiltAnew() {
        fixture.with("segment.bytes", 20_000).with("index.interval.bytes", 100);
        var log = fixture.open();
        for (var i = 0; i < 600; i++) {
            fixture.nowMs++;
            fixture.append(log, "v" + i);
        }
        log.close();
        fixture.disk.delete(fixture.file(0, ".index"));
        var second = log.read(599, 1, true, 600);
        assertThat(second).isInstanceOf(FetchResult.FetchData.class);
        for (var entry : fixture.disk.list(LogFixture.DIRECTORY)) {
            if (entry.name().endsWith("index") && !entry.name().startsWith("0000000000000000000")) {
                fixture.disk.tamper(LogFixture.DIRECTORY.resolve(entry.name()), new byte[24]);
            }
        }

        var reopened = fixture.open(new LogState(0, 600, true));

        assertThat(readAll(reopened, 0, 100, 600)).hasSize(600);
        assertThat(reopened.offsetForTimestamp(1_300)).contains(new OffsetAndTimestamp(299, 1_300, 0));
    }

    @Test
    void aCleanStartWithADamagedIndexAndADamagedEndChecksTheWholeSegment() {
        var log = fixture.with("index.interval.bytes", 1).open();
        for (var i = 0; i < 5; i++) {
            fixture.append(log, "v" + i);
        }
        log.close();
        var whole = fixture.disk.readAll(fixture.file(0, ".log"));
        fixture.disk.tamper(fixture.file(0, ".log"), Arrays.copyOf(whole, whole.length - 1));
        fixture.disk.tamper(fixture.file(0, ".index"), new byte[24]);

        var reopened = fixture.open(new LogState(0, 5, true));

        assertThat(readAll(reopened)).extracting(Seen::value).containsExactly("v0", "v1", "v2", "v3");
        assertThat(fixture.events).hasAtLeastOneElementOfType(TailCut.class);
        assertThat(fixture.append(reopened, "v4").baseOffset()).isEqualTo(4);
    }

    @Test
    void aFullDiskDoesNotKeepALogFromOpening() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.nowMs++;
            fixture.append(log, "v" + i);
        }
        fixture.disk.killProcess();
        for (var entry : fixture.disk.list(LogFixture.DIRECTORY)) {
            if (entry.name().endsWith("index")) {
                fixture.disk.delete(LogFixture.DIRECTORY.resolve(entry.name()));
            }
        }
        fixture.disk.setFreeBytes(0);

        var reopened = fixture.open(LogState.NEW);

        assertThat(readAll(reopened)).hasSize(6);
        assertThat(reopened.offsetForTimestamp(1_003)).contains(new OffsetAndTimestamp(2, 1_003, 0));
        assertThat(fixture.append(reopened, "v6").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        fixture.disk.setFreeBytes(Long.MAX_VALUE);
        assertThat(fixture.append(reopened, "v6").baseOffset()).isEqualTo(6);
    }

    @Test
    void leftoversOfDeletionsAreRemoved() {
        fixture.disk.createDirectories(LogFixture.DIRECTORY);
        fixture.disk.write(fixture.file(0, ".log.deleted"), new byte[3]);
        fixture.disk.write(fixture.file(7, ".index"), new byte[8]);

        var log = fixture.open();

        assertThat(log.nextOffset()).isZero();
        assertThat(fixture.events)
                .containsExactlyInAnyOrder(
                        new LeftoverDeleted(fixture.file(0, ".log.deleted")),
                        new LeftoverDeleted(fixture.file(7, ".index")));
    }

    @Test
    void aFinishedCompactionReplacesWhatItCovers() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.append(log, "v" + i);
        }
        log.close();
        var compacted = fixture.disk.readAll(fixture.file(2, ".log"));
        fixture.disk.write(fixture.file(0, ".log.swap"), compacted);

        var reopened = fixture.open(new LogState(0, 6, true));

        assertThat(readAll(reopened)).extracting(Seen::value).containsExactly("v2", "v3", "v4", "v5");
        assertThat(fixture.disk.exists(fixture.file(2, ".log"))).isFalse();
    }

    @Test
    void anUnfinishedCompactionIsTakenBack() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.append(log, "v" + i);
        }
        log.close();
        fixture.disk.write(fixture.file(0, ".log.cleaned"), new byte[10]);
        fixture.disk.write(fixture.file(2, ".log.swap"), new byte[10]);

        var reopened = fixture.open(new LogState(0, 6, true));

        assertThat(readAll(reopened)).hasSize(6);
        assertThat(fixture.disk.exists(fixture.file(2, ".log.swap"))).isFalse();
    }

    @Test
    void aLogThatEndsBeforeItsStartBeginsAnew() {
        var log = fixture.open();
        fixture.append(log, "a");
        fixture.disk.killProcess();

        var reopened = fixture.open(new LogState(50, 0, false));

        assertThat(reopened.logStartOffset()).isEqualTo(50);
        assertThat(reopened.nextOffset()).isEqualTo(50);
        assertThat(fixture.events).hasAtLeastOneElementOfType(StartedAnew.class);
    }

    @Test
    void aTornSnapshotIsReplacedByAnOlderOne() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 6; i++) {
            fixture.append(log, Batches.idempotent(7, 0, i, "v" + i));
        }
        log.close();
        var snapshot = fixture.disk.readAll(fixture.file(6, ".snapshot"));
        fixture.disk.tamper(fixture.file(6, ".snapshot"), Arrays.copyOf(snapshot, snapshot.length - 1));

        var reopened = fixture.open(new LogState(0, 6, true));

        assertThat(fixture.append(reopened, Batches.idempotent(7, 0, 6, "v6")).baseOffset())
                .isEqualTo(6);
        assertThat(fixture.append(reopened, Batches.idempotent(7, 0, 9, "v9")).isAccepted())
                .isFalse();
    }

    @Test
    void fewSnapshotsAreKept() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var i = 0; i < 40; i++) {
            fixture.append(log, Batches.idempotent(7, 0, i, "v" + i));
        }

        var snapshots = fixture.disk.list(LogFixture.DIRECTORY).stream()
                .filter(entry -> entry.name().endsWith(".snapshot"));

        assertThat(snapshots).hasSize(3);
    }

    private byte[] threeBatches() {
        var log = fixture.open();
        for (var i = 0; i < 3; i++) {
            fixture.append(log, "v" + i);
        }
        fixture.disk.killProcess();
        return fixture.disk.readAll(fixture.file(0, ".log"));
    }

    private PartitionLog recoverWith(byte[] content) {
        fixture.disk.tamper(fixture.file(0, ".log"), content);
        return fixture.open(LogState.NEW);
    }
}
