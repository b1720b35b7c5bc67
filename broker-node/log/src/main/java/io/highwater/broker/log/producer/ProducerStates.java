package io.highwater.broker.log.producer;

import static io.highwater.broker.log.producer.ProducerState.NO_OFFSET;
import static io.highwater.broker.log.producer.ProducerState.NO_SEQUENCE;

import io.netty.util.collection.LongObjectHashMap;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/// All idempotent producers of one log. Pure: [ProducerSnapshot] knows the file.
///
/// A producer that is not known is accepted with any sequence number, because retention may have taken its past
/// away. There is room for [#LIMIT] of them; beyond that those go that were silent longest, as if they had expired.
/// Thread-safety: none; owned by the log's shard. Source: KIP-98, KIP-360.
public final class ProducerStates {
    /// Producer id of a batch without one.
    public static final long NO_PRODUCER_ID = -1;

    /// How many producers are remembered at most, those with an open transaction not counted.
    public static final int LIMIT = 100_000;

    /// How many go at once when the house is full, so that looking for them is rare.
    private static final int ROOM = LIMIT / 16;

    private final LongObjectHashMap<ProducerState> producers = new LongObjectHashMap<>();
    private OpenTransactions transactions = new OpenTransactions();

    /// Judges a batch of data from a client.
    public SequenceCheck check(long producerId, short epoch, int baseSequence, int lastSequence) {
        var state = producers.get(producerId);
        return state == null ? SequenceCheck.NEXT : state.check(epoch, baseSequence, lastSequence);
    }

    /// The batch that [SequenceCheck#DUPLICATE] speaks of.
    public Optional<AppendedBatch> duplicateOf(long producerId, short epoch, int baseSequence, int lastSequence) {
        var state = producers.get(producerId);
        if (state == null) {
            return Optional.empty();
        }
        var slot = state.duplicateSlot(epoch, baseSequence, lastSequence);
        return slot < 0 ? Optional.empty() : Optional.of(state.batchIn(slot));
    }

    /// Takes note of a data batch that is in the log now.
    ///
    /// @param activeMs when the producer was heard of: the time of the append, or the batch's timestamp in
    ///     recovery
    public void dataAppended(
            long producerId,
            short epoch,
            int lastSequence,
            long lastOffset,
            int offsetDelta,
            long timestampMs,
            boolean transactional,
            long activeMs) {
        if (producerId == NO_PRODUCER_ID || lastSequence == NO_SEQUENCE) {
            return;
        }
        var state = state(producerId);
        state.appended(epoch, lastSequence, lastOffset, offsetDelta, timestampMs);
        state.active(activeMs);
        if (transactional && !state.hasOpenTransaction()) {
            state.transactionStartedAt(lastOffset - offsetDelta);
            transactions.begin(producerId, lastOffset - offsetDelta);
        }
    }

    /// Takes note of a transaction marker that is in the log now. A marker is activity: a producer must not expire
    /// between a transaction's data and its end.
    ///
    /// @param offset   offset of the marker
    /// @param activeMs as in [#dataAppended]
    /// @return the transaction that it ended; empty when the log has nothing of it
    public Optional<EndedTransaction> markerAppended(
            long producerId, short epoch, TransactionMarker marker, long offset, long activeMs) {
        if (producerId == NO_PRODUCER_ID) {
            return Optional.empty();
        }
        var state = state(producerId);
        var firstOffset = state.currentTxnFirstOffset();
        state.startEpoch(epoch);
        state.transactionEnded(marker.coordinatorEpoch());
        state.active(activeMs);
        if (firstOffset == NO_OFFSET) {
            return Optional.empty();
        }
        var lastStableOffset = transactions.end(firstOffset, offset);
        return Optional.of(new EndedTransaction(producerId, firstOffset, offset, lastStableOffset, marker.commits()));
    }

    /// Takes note of an epoch of which nothing else is known.
    void epochSeen(long producerId, short epoch, long activeMs) {
        var state = state(producerId);
        state.startEpoch(epoch);
        state.active(activeMs);
    }

    /// Takes over a producer from a snapshot.
    void restore(ProducerState state, int coordinatorEpoch, long txnFirstOffset) {
        state.restore(coordinatorEpoch, txnFirstOffset);
        if (state.hasOpenTransaction()) {
            transactions.begin(state.producerId(), txnFirstOffset);
        }
    }

    /// First offset of the oldest transaction that is open, or was ended behind the high watermark;
    /// [Long#MAX_VALUE] when there is none.
    public long firstUnstableOffset(long highWatermark) {
        return transactions.firstUnstableOffset(highWatermark);
    }

    /// First offset of the oldest transaction that is open, or was ended behind `durableEnd`; [Long#MAX_VALUE] when
    /// there is none.
    public long firstUnsettledOffset(long durableEnd) {
        return transactions.firstUnsettledOffset(durableEnd);
    }

    ProducerState state(long producerId) {
        var state = producers.get(producerId);
        if (state == null) {
            if (producers.size() >= LIMIT) {
                makeRoom();
            }
            state = new ProducerState(producerId);
            producers.put(producerId, state);
        }
        return state;
    }

    private void makeRoom() {
        var leaving = producers.values().stream()
                .filter(state -> !state.hasOpenTransaction())
                .sorted(Comparator.comparingLong(ProducerState::lastTimestampMs)
                        .thenComparingLong(ProducerState::producerId))
                .limit(ROOM)
                .toList();
        leaving.forEach(state -> producers.remove(state.producerId()));
    }

    /// Forgets producers without an open transaction that were not heard of for `expirationMs`.
    ///
    /// @return how many were forgotten
    public int expire(long nowMs, long expirationMs) {
        var before = producers.size();
        producers
                .values()
                .removeIf(state -> !state.hasOpenTransaction() && nowMs - state.lastTimestampMs() >= expirationMs);
        return before - producers.size();
    }

    /// Takes over what a walk through the end of the log has seen of the same producers.
    void recall(ProducerStates seen) {
        for (var known : producers.values()) {
            var walked = seen.producers.get(known.producerId());
            if (walked != null) {
                known.recall(walked);
            }
        }
    }

    /// Whether no older batch of anybody could still be sent again.
    boolean areFullyKnown() {
        return producers.values().stream().allMatch(ProducerState::isFullyKnown);
    }

    /// Forgets everything.
    public void clear() {
        producers.clear();
        transactions = new OpenTransactions();
    }

    /// How many producers are known.
    public int count() {
        return producers.size();
    }

    /// Shows every producer, in no particular order.
    public void forEach(Consumer<ProducerState> visitor) {
        producers.values().forEach(visitor);
    }
}
