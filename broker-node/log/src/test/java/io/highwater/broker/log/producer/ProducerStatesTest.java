package io.highwater.broker.log.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProducerStatesTest {
    private final ProducerStates producers = new ProducerStates();

    private void append(int epoch, int baseSequence, int lastSequence, long lastOffset) {
        var delta = (int) ((long) lastSequence - baseSequence & Integer.MAX_VALUE);
        producers.dataAppended(7, (short) epoch, lastSequence, lastOffset, delta, 100 + lastOffset, false, 100);
    }

    private SequenceCheck check(int epoch, int baseSequence, int lastSequence) {
        return producers.check(7, (short) epoch, baseSequence, lastSequence);
    }

    @Test
    void anUnknownProducerMayBeginAnywhere() {
        assertThat(check(3, 41, 42)).isEqualTo(SequenceCheck.NEXT);
    }

    @Test
    void theNextBatchFollowsWithoutAGap() {
        append(0, 0, 4, 4);

        assertThat(check(0, 5, 9)).isEqualTo(SequenceCheck.NEXT);
        assertThat(check(0, 6, 9)).isEqualTo(SequenceCheck.OUT_OF_ORDER);
        assertThat(check(0, 4, 9)).isEqualTo(SequenceCheck.OUT_OF_ORDER);
    }

    @Test
    void anyOfTheLastFiveBatchesIsRecognised() {
        for (var i = 0; i < 6; i++) {
            append(0, i, i, 10 + i);
        }

        assertThat(check(0, 0, 0)).isEqualTo(SequenceCheck.OUT_OF_ORDER);
        for (var i = 1; i < 6; i++) {
            assertThat(check(0, i, i)).isEqualTo(SequenceCheck.DUPLICATE);
            assertThat(producers.duplicateOf(7, (short) 0, i, i)).contains(new AppendedBatch(10 + i, 10 + i, 110 + i));
        }
    }

    @Test
    void aBatchOfTheSameStartButAnotherLengthIsNoDuplicate() {
        append(0, 0, 4, 4);

        assertThat(check(0, 0, 3)).isEqualTo(SequenceCheck.OUT_OF_ORDER);
    }

    @Test
    void anOlderEpochIsFenced() {
        append(2, 0, 0, 0);

        assertThat(check(1, 1, 1)).isEqualTo(SequenceCheck.FENCED);
    }

    @Test
    void aNewerEpochBeginsWithZero() {
        append(0, 0, 4, 4);

        assertThat(check(1, 5, 5)).isEqualTo(SequenceCheck.OUT_OF_ORDER);
        assertThat(check(1, 0, 5)).isEqualTo(SequenceCheck.NEXT);
        append(1, 0, 5, 10);
        assertThat(check(1, 0, 5)).isEqualTo(SequenceCheck.DUPLICATE);
        assertThat(check(0, 5, 5)).isEqualTo(SequenceCheck.FENCED);
    }

    @Test
    void sequencesWrapAround() {
        append(0, Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 10);
        assertThat(check(0, 0, 3)).isEqualTo(SequenceCheck.NEXT);

        append(0, Integer.MAX_VALUE, 1, 13);

        assertThat(check(0, Integer.MAX_VALUE, 1)).isEqualTo(SequenceCheck.DUPLICATE);
        assertThat(check(0, 2, 2)).isEqualTo(SequenceCheck.NEXT);
    }

    @Test
    void aMarkerStartsTheEpochAnewAndCountsAsActivity() {
        append(0, 0, 4, 4);

        producers.markerAppended(7, (short) 1, new TransactionMarker(true, 2), 40, 5_000);

        assertThat(check(1, 0, 0)).isEqualTo(SequenceCheck.NEXT);
        assertThat(check(0, 5, 5)).isEqualTo(SequenceCheck.FENCED);
        assertThat(producers.expire(5_500, 1_000)).isZero();
    }

    @Test
    void whoHasAnOpenTransactionDoesNotExpire() {
        producers.dataAppended(7, (short) 0, 0, 5, 0, 100, true, 100);
        producers.dataAppended(8, (short) 0, 0, 6, 0, 100, false, 100);

        assertThat(producers.expire(1_000_000, 1_000)).isEqualTo(1);
        producers.markerAppended(7, (short) 0, new TransactionMarker(true, 2), 40, 200);
        assertThat(producers.expire(1_000_000, 1_000)).isEqualTo(1);
    }

    @Test
    void aFullHouseSendsAwayWhoWasSilentLongest() {
        for (var id = 0; id < ProducerStates.LIMIT; id++) {
            producers.dataAppended(id, (short) 0, 0, id, 0, id, id == 0, 1_000 + id);
        }

        producers.dataAppended(ProducerStates.LIMIT, (short) 0, 0, 5, 0, 5, false, 900_000);

        assertThat(producers.count()).isLessThanOrEqualTo(ProducerStates.LIMIT);
        assertThat(producers.check(1, (short) 0, 0, 0)).isEqualTo(SequenceCheck.NEXT);
        assertThat(producers.check(ProducerStates.LIMIT - 1, (short) 0, 0, 0)).isEqualTo(SequenceCheck.DUPLICATE);
        assertThat(producers.check(ProducerStates.LIMIT, (short) 0, 0, 0)).isEqualTo(SequenceCheck.DUPLICATE);
    }

    @Test
    void aFullHouseSendsNobodyAwayWhoHasAnOpenTransaction() {
        for (var id = 0; id < ProducerStates.LIMIT; id++) {
            producers.dataAppended(id, (short) 0, 0, id, 0, id, id % 2 == 0, 1_000 + id);
        }

        producers.dataAppended(ProducerStates.LIMIT, (short) 0, 0, 5, 0, 5, false, 900_000);

        for (var id = 0; id < ProducerStates.LIMIT; id += 2) {
            assertThat(producers.check(id, (short) 0, 0, 0))
                    .as("producer %d", id)
                    .isEqualTo(SequenceCheck.DUPLICATE);
        }
    }

    @Test
    void aSnapshotKeepsTheNewestBatch() {
        append(1, 0, 4, 4);
        append(1, 5, 6, 6);
        producers.dataAppended(9, (short) 0, 0, 8, 0, 50, true, 100);

        var restored =
                ProducerSnapshot.decode(ProducerSnapshot.encode(producers)).orElseThrow();

        assertThat(restored.count()).isEqualTo(2);
        assertThat(restored.check(7, (short) 1, 5, 6)).isEqualTo(SequenceCheck.DUPLICATE);
        assertThat(restored.check(7, (short) 1, 7, 7)).isEqualTo(SequenceCheck.NEXT);
        assertThat(restored.check(7, (short) 1, 0, 4)).isEqualTo(SequenceCheck.OUT_OF_ORDER);
        restored.forEach(
                state -> assertThat(state.currentTxnFirstOffset()).isEqualTo(state.producerId() == 9 ? 8 : -1));
    }

    @Test
    void aSnapshotThatIsCutOrFlippedIsNotRead() {
        append(1, 0, 4, 4);
        var whole = ProducerSnapshot.encode(producers);

        for (var size = 0; size < whole.length; size++) {
            assertThat(ProducerSnapshot.decode(Arrays.copyOf(whole, size)))
                    .as("cut to %d", size)
                    .isEmpty();
        }
        for (var bit = 0; bit < whole.length * 8; bit++) {
            var flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(ProducerSnapshot.decode(flipped)).as("bit %d", bit).isEmpty();
        }
    }
}
