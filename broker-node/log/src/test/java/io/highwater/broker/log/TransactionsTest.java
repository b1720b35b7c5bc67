package io.highwater.broker.log;

import static io.highwater.broker.protocol.record.ControlRecordType.ABORT;
import static io.highwater.broker.protocol.record.ControlRecordType.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.segment.SegmentNames;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a log knows about transactions, although nobody here coordinates any: batches of them come by replication, or
/// lie in a directory that somebody else wrote.
class TransactionsTest {
    private final LogFixture fixture =
            new LogFixture().with("segment.bytes", 400).with("retention.ms", -1);
    private PartitionLog log = fixture.open();

    private void append(ByteBuf batch) {
        assertThat(log.append(batch, 0, AppendOrigin.INTERNAL, fixture.nowMs).isAccepted())
                .isTrue();
    }

    /// Offsets 0 to 6: 1 begins at 0 and aborts at 4; 2 begins at 1 and commits at 3; 3 begins at 5.
    private void appendThreeTransactions() {
        append(Batches.transactional(1, 0, "a"));
        append(Batches.transactional(2, 0, "b"));
        append(Batches.of(1_000, "plain"));
        append(Batches.marker(2, COMMIT));
        append(Batches.marker(1, ABORT));
        append(Batches.transactional(3, 0, "c"));
        append(Batches.of(1_000, "plain"));
    }

    @Test
    void openTransactionsHoldTheLastStableOffset() {
        append(Batches.transactional(1, 0, "a"));
        append(Batches.of(1_000, "plain"));

        assertThat(log.lastStableOffset(2)).isZero();
    }

    @Test
    void anEndBehindTheHighWatermarkHoldsTheLastStableOffset() {
        append(Batches.of(1_000, "plain"));
        append(Batches.transactional(1, 0, "a"));
        append(Batches.marker(1, COMMIT));

        assertThat(log.lastStableOffset(2)).isEqualTo(1);
        assertThat(log.lastStableOffset(3)).isEqualTo(3);
    }

    @Test
    void abortedTransactionsAreFoundByTheOffsetsTheyReachInto() {
        appendThreeTransactions();

        var aborted = new AbortedTransaction(1, 0, 4, 5);
        assertThat(log.abortedTransactions(0, 1)).containsExactly(aborted);
        assertThat(log.abortedTransactions(4, 7)).containsExactly(aborted);
        assertThat(log.abortedTransactions(5, 7)).isEmpty();
        assertThat(log.lastStableOffset(7)).isEqualTo(5);
    }

    @Test
    void anIndexEntryTellsWhatWasStillOpen() {
        append(Batches.transactional(1, 0, "a"));
        append(Batches.transactional(2, 0, "b"));
        append(Batches.marker(2, ABORT));
        append(Batches.marker(1, ABORT));

        assertThat(log.abortedTransactions(0, 4))
                .containsExactly(new AbortedTransaction(1, 0, 3, 4), new AbortedTransaction(2, 1, 2, 0));
    }

    @Test
    void aMarkerWithoutRecordsBeforeItIsNoTransaction() {
        append(Batches.marker(1, ABORT));

        assertThat(log.abortedTransactions(0, 1)).isEmpty();
        assertThat(log.lastStableOffset(0)).isZero();
        assertThat(fixture.disk.exists(fixture.file(0, SegmentNames.TXN_INDEX))).isFalse();
    }

    @Test
    void everythingIsKnownAgainAfterACleanStop() {
        appendThreeTransactions();
        log.close();

        log = fixture.open(new LogState(0, 7, true));

        assertThat(log.abortedTransactions(0, 7)).containsExactly(new AbortedTransaction(1, 0, 4, 5));
        assertThat(log.lastStableOffset(7)).isEqualTo(5);
        append(Batches.marker(3, ABORT));
        assertThat(log.abortedTransactions(5, 8)).containsExactly(new AbortedTransaction(3, 5, 7, 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, 7})
    void everythingIsKnownAgainAfterACrash(int recoveryPoint) {
        appendThreeTransactions();
        LogFixture.flush(log);
        fixture.disk.crash(new SplittableRandom(recoveryPoint));

        log = fixture.open(new LogState(0, recoveryPoint, false));

        assertThat(log.abortedTransactions(0, 7)).containsExactly(new AbortedTransaction(1, 0, 4, 5));
        assertThat(log.lastStableOffset(7)).isEqualTo(5);
    }

    @Test
    void aTornIndexIsBuiltAnew() {
        appendThreeTransactions();
        log.close();
        var file = fixture.disk.list(LogFixture.DIRECTORY).stream()
                .filter(entry -> entry.name().endsWith(SegmentNames.TXN_INDEX))
                .map(entry -> LogFixture.DIRECTORY.resolve(entry.name()))
                .findFirst()
                .orElseThrow();
        fixture.disk.tamper(file, Arrays.copyOf(fixture.disk.readAll(file), 20));

        log = fixture.open(new LogState(0, 7, true));

        assertThat(log.abortedTransactions(0, 7)).containsExactly(new AbortedTransaction(1, 0, 4, 5));
        assertThat(fixture.disk.readAll(file)).hasSize(34);
    }

    @Test
    void truncationOpensATransactionAgain() {
        appendThreeTransactions();

        log.truncateTo(4, fixture.nowMs);

        assertThat(log.abortedTransactions(0, 4)).isEmpty();
        assertThat(log.lastStableOffset(4)).isZero();
        append(Batches.marker(1, ABORT));
        assertThat(log.abortedTransactions(0, 5)).containsExactly(new AbortedTransaction(1, 0, 4, 5));
    }

    @Test
    void whatAFullDiskRefusedIsWrittenLater() {
        append(Batches.transactional(1, 0, "a"));
        LogFixture.flush(log);
        fixture.disk.setFreeBytes(90);
        append(Batches.marker(1, ABORT));

        var flush = log.prepareFlush().orElseThrow();
        assertThat(flush.nextOffset()).isEqualTo(1);
        flush.run();
        log.flushed(flush);
        fixture.disk.setFreeBytes(10_000);
        LogFixture.flush(log);

        assertThat(log.recoveryPoint()).isEqualTo(2);
        assertThat(fixture.disk.readAll(fixture.file(0, SegmentNames.TXN_INDEX)))
                .hasSize(34);
    }

    @Test
    void theIndexGoesWithItsSegment() {
        appendThreeTransactions();
        fixture.with("retention.bytes", 0);
        log.reconfigure(LogConfig.of(fixture.settings));

        log.deleteOldSegments(fixture.nowMs, 7).run();

        assertThat(log.segmentCount()).isEqualTo(1);
        assertThat(fixture.disk.list(LogFixture.DIRECTORY))
                .noneMatch(entry -> entry.name().contains(".deleted"));
        assertThat(log.abortedTransactions(0, 7)).isEmpty();
    }
}
