package io.highwater.broker.log;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.protocol.record.MalformedRecordException;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.Records;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads one log: finds where a range of offsets lies and cuts the slice. Whoever is near the end is served from the
/// remembered positions of the last batches, everybody else by the index.
///
/// Thread-safety: none; owned by the log's shard.
final class LogReader {
    private final Segments segments;
    private final TailBatches tail;

    LogReader(Segments segments, TailBatches tail) {
        this.segments = segments;
        this.tail = tail;
    }

    /// The records from the batch that holds `offset` up to, but not including, the batch that holds `upper`.
    Records read(long offset, int maxBytes, boolean minOneBatch, long upper, long nextOffset) {
        if (offset >= upper) {
            return BufferRecords.EMPTY;
        }
        var number = tail.find(offset);
        if (number >= 0) {
            var active = segments.active();
            var firstSize = tail.end(number, active.size()) - tail.position(number);
            return slice(
                    active,
                    tail.position(number),
                    firstSize,
                    maxBytes,
                    minOneBatch,
                    end(active, true, upper, nextOffset));
        }
        return readByIndex(offset, maxBytes, minOneBatch, upper, nextOffset);
    }

    private Records readByIndex(long offset, int maxBytes, boolean minOneBatch, long upper, long nextOffset) {
        var found = segments.find(offset);
        if (found.isEmpty() || found.get().batch().baseOffset() >= upper) {
            return BufferRecords.EMPTY;
        }
        var segment = found.get().segment();
        var slot = found.get().slot();
        var isActive = slot == segments.count() - 1;
        var end =
                segments.endOf(slot, nextOffset) <= upper ? segment.size() : end(segment, isActive, upper, nextOffset);
        var batch = found.get().batch();
        return slice(segment, batch.position(), batch.size(), maxBytes, minOneBatch, end);
    }

    /// Position of the batch that holds `upper`: what may be read ends before it.
    private int end(Segment segment, boolean isActive, long upper, long nextOffset) {
        if (upper >= nextOffset) {
            return segment.size();
        }
        var number = isActive ? tail.find(upper) : -1;
        if (number >= 0) {
            return tail.position(number);
        }
        return segment.endBefore(upper);
    }

    private static Records slice(
            Segment segment, int position, int firstSize, int maxBytes, boolean minOneBatch, int end) {
        var size = Math.min(end - position, minOneBatch ? Math.max(maxBytes, firstSize) : maxBytes);
        return size < firstSize ? BufferRecords.EMPTY : segment.slice(position, size);
    }

    /// The transactions that a reader of committed data must leave out between two offsets, by first offset.
    List<AbortedTransaction> abortedTransactions(long from, long upper) {
        var found = new ArrayList<AbortedTransaction>(0);
        for (var i = segments.floor(from); i < segments.count(); i++) {
            for (var entry : segments.get(i).transactionIndex().entries()) {
                if (entry.overlaps(from, upper)) {
                    found.add(entry);
                }
                if (entry.lastStableOffset() >= upper) {
                    return byFirstOffset(found);
                }
            }
        }
        return byFirstOffset(found);
    }

    private static List<AbortedTransaction> byFirstOffset(List<AbortedTransaction> found) {
        found.sort(Comparator.comparingLong(AbortedTransaction::firstOffset));
        return found;
    }

    /// The first record at or after `timestamp` from `fromOffset` on.
    Optional<OffsetAndTimestamp> offsetForTimestamp(long timestamp, long fromOffset) {
        for (var i = segments.floor(fromOffset); i < segments.count(); i++) {
            if (segments.get(i).maxTimestamp() >= timestamp) {
                var found = search(segments.get(i), timestamp, fromOffset);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// The first record that has the largest timestamp of all from `fromOffset` on. Of the segment that holds
    /// `fromOffset` only whole batches behind it count: what was deleted may have had later timestamps.
    Optional<OffsetAndTimestamp> offsetOfMaxTimestamp(long fromOffset) {
        var first = segments.floor(fromOffset);
        var newest = new NewestTimestamp(fromOffset);
        if (fromOffset > segments.get(first).baseOffset()) {
            segments.get(first).forEachFrom(fromOffset, newest);
            first++;
        }
        for (var i = first; i < segments.count(); i++) {
            newest.take(segments.get(i).maxTimestamp());
        }
        return newest.timestamp == RecordBatch.NO_TIMESTAMP
                ? Optional.empty()
                : offsetForTimestamp(newest.timestamp, fromOffset);
    }

    /// The largest timestamp seen.
    private static final class NewestTimestamp implements Segment.BatchVisitor {
        private final long fromOffset;
        private long timestamp = RecordBatch.NO_TIMESTAMP;

        private NewestTimestamp(long fromOffset) {
            this.fromOffset = fromOffset;
        }

        @Override
        public void visit(RecordBatch header, int position) {
            if (header.baseOffset() >= fromOffset) {
                take(header.maxTimestamp());
            }
        }

        private void take(long maxTimestamp) {
            timestamp = Math.max(timestamp, maxTimestamp);
        }
    }

    private static Optional<OffsetAndTimestamp> search(Segment segment, long timestamp, long fromOffset) {
        var from = fromOffset;
        while (true) {
            var bytes = segment.findByTimestamp(timestamp, from);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            try {
                var batch = new RecordBatch(bytes.get(), 0);
                var found = searchBatch(batch, timestamp, fromOffset);
                if (found.isPresent()) {
                    return found;
                }
                // Its record with that timestamp lies before the log's start, or cannot be read.
                from = batch.nextOffset();
            } finally {
                bytes.get().release();
            }
        }
    }

    /// Compressed records are stored as the producer sent them. If they turn out to be garbage, no consumer can read
    /// them either, and the search goes on behind them.
    private static Optional<OffsetAndTimestamp> searchBatch(RecordBatch batch, long timestamp, long fromOffset) {
        try {
            return firstRecord(batch, timestamp, fromOffset);
        } catch (MalformedRecordException _) {
            return Optional.empty();
        }
    }

    private static Optional<OffsetAndTimestamp> firstRecord(RecordBatch batch, long timestamp, long fromOffset) {
        for (var records = batch.records(); records.hasNext(); ) {
            var record = records.next();
            if (record.timestamp() >= timestamp && record.offset() >= fromOffset) {
                return Optional.of(
                        new OffsetAndTimestamp(record.offset(), record.timestamp(), batch.partitionLeaderEpoch()));
            }
        }
        return Optional.empty();
    }
}
