package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.producer.TransactionMarker;
import io.highwater.broker.protocol.record.RecordBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells, batch by batch in the order of the log, which records belong to aborted transactions, and which markers have
/// nothing left to mark.
///
/// A marker must outlive the last record of its transaction: a reader that meets a record without the marker behind it
/// would take an aborted one for good, or wait for ever. Thread-safety: none.
final class TransactionTracker {
    private final List<AbortedTransaction> aborted;
    private final Map<Long, Aborting> aborting = new HashMap<>();
    private final Set<Long> committing = new HashSet<>();
    private int next;
    private @Nullable AbortedTransaction stillIndexed;

    /// An aborted transaction that the walk is in.
    private static final class Aborting {
        private final AbortedTransaction transaction;
        private boolean hasRecords;

        private Aborting(AbortedTransaction transaction) {
            this.transaction = transaction;
        }
    }

    /// @param aborted all transactions that end behind where the walk starts and begin before it ends, by first offset
    TransactionTracker(List<AbortedTransaction> aborted) {
        this.aborted = aborted;
    }

    /// Whether nobody needs what is in the batch: records that were aborted, or a marker with nothing before it.
    boolean isDiscardable(RecordBatch batch) {
        stillIndexed = null;
        while (next < aborted.size() && aborted.get(next).firstOffset() <= batch.lastOffset()) {
            var begun = aborted.get(next++);
            aborting.putIfAbsent(begun.producerId(), new Aborting(begun));
        }
        return batch.isControl() ? isObsolete(batch) : batch.isTransactional() && isAborted(batch.producerId());
    }

    private boolean isAborted(long producerId) {
        var known = aborting.get(producerId);
        if (known == null) {
            committing.add(producerId);
            return false;
        }
        known.hasRecords = true;
        return true;
    }

    private boolean isObsolete(RecordBatch batch) {
        if (batch.recordCount() == 0) {
            return true;
        }
        var marker = TransactionMarker.of(batch).orElse(null);
        if (marker == null) {
            return false;
        }
        if (marker.commits()) {
            return !committing.remove(batch.producerId());
        }
        var known = aborting.remove(batch.producerId());
        if (known != null && known.hasRecords) {
            stillIndexed = known.transaction;
            return false;
        }
        return true;
    }

    /// The transaction that the last batch aborts and that has records before it: it belongs into the new segment's
    /// index. Null for none.
    @Nullable
    AbortedTransaction stillIndexed() {
        return stillIndexed;
    }
}
