package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.protocol.record.CompactedBatch;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Decides what is left of a batch and writes it.
///
/// A record stays when it is the newest of its key, or lies behind what the map knows. A tombstone that is the newest
/// stays until its batch's delete horizon, which is set when it is first seen here; so does a marker, once nothing of
/// its transaction is left. A batch that keeps all its records is copied as bytes. Source: KIP-534.
///
/// Thread-safety: none.
final class BatchFilter {
    private final OffsetMap map;
    private final long latestMapped;
    private final LastBatches lastBatches;
    private final TransactionTracker transactions;
    private final long roundEnd;
    private final long nowMs;
    private final long newHorizonMs;
    private final CompactedBatch compacted = new CompactedBatch();
    private long recordsRead;
    private long recordsKept;

    /// @param map          offsets of the newest records up to `latestMapped`
    /// @param roundEnd     the batch that ends here stays in any case, so that the end of what was cleaned is known
    /// @param nowMs        the time
    /// @param newHorizonMs when tombstones that are seen for the first time may go
    BatchFilter(
            OffsetMap map,
            long latestMapped,
            LastBatches lastBatches,
            TransactionTracker transactions,
            long roundEnd,
            long nowMs,
            long newHorizonMs) {
        this.map = map;
        this.latestMapped = latestMapped;
        this.lastBatches = lastBatches;
        this.transactions = transactions;
        this.roundEnd = roundEnd;
        this.nowMs = nowMs;
        this.newHorizonMs = newHorizonMs;
    }

    /// Appends to `out` what is left of the batch.
    void filter(RecordBatch batch, ByteBuf out) {
        recordsRead += batch.recordCount();
        var discardable = transactions.isDiscardable(batch);
        if (batch.isControl()) {
            filterMarker(batch, discardable, out);
        } else if (discardable) {
            drop(batch, out);
        } else if (batch.baseOffset() > latestMapped) {
            copy(batch, out);
        } else {
            filterData(batch, out);
        }
    }

    private void filterMarker(RecordBatch batch, boolean discardable, ByteBuf out) {
        if (batch.recordCount() == 0 || (discardable && hasPassed(batch))) {
            drop(batch, out);
        } else if (discardable && !batch.hasDeleteHorizon()) {
            compacted.clear();
            for (var walk = new RecordCursor(recordsOf(batch)); walk.advance(); ) {
                compacted.keepShifted(walk, batch.baseTimestamp() - newHorizonMs);
            }
            recordsKept += compacted.recordCount();
            compacted.write(batch, newHorizonMs, out);
        } else {
            copy(batch, out);
        }
    }

    private boolean hasPassed(RecordBatch batch) {
        return batch.hasDeleteHorizon() && batch.baseTimestamp() <= nowMs;
    }

    private void filterData(RecordBatch batch, ByteBuf out) {
        var records = recordsOf(batch);
        var walk = new RecordCursor(records);
        var passed = hasPassed(batch);
        var tombstones = false;
        var kept = 0;
        var seen = 0;
        compacted.clear();
        while (walk.advance()) {
            if (stays(batch, walk, passed)) {
                tombstones |= !walk.hasValue();
                if (kept++ < seen) {
                    compacted.keep(walk);
                }
            } else if (kept == seen) {
                // The first that goes: from here on the batch is written anew.
                keepFirst(records, kept);
            }
            seen++;
        }
        if (kept == 0) {
            drop(batch, out);
        } else if (tombstones && !batch.hasDeleteHorizon()) {
            recordsKept += kept;
            writeWithHorizon(batch, records, out);
        } else if (kept == seen) {
            copy(batch, out);
        } else {
            recordsKept += kept;
            compacted.write(batch, out);
        }
    }

    /// @param passed whether the tombstones of the batch have been there long enough
    private boolean stays(RecordBatch batch, RecordCursor walk, boolean passed) {
        var offset = batch.baseOffset() + walk.offsetDelta();
        return offset > latestMapped
                || (walk.hasKey()
                        && (walk.hasValue() || !passed)
                        && offset >= map.get(walk.bytes(), walk.keyPosition(), walk.keySize()));
    }

    private void keepFirst(ByteBuf records, int count) {
        var walk = new RecordCursor(records);
        for (var i = 0; i < count && walk.advance(); i++) {
            compacted.keep(walk);
        }
    }

    /// The horizon takes the place of the base timestamp, so that all timestamps are written anew. Rare: once in the
    /// life of a batch with tombstones.
    private void writeWithHorizon(RecordBatch batch, ByteBuf records, ByteBuf out) {
        compacted.clear();
        for (var walk = new RecordCursor(records); walk.advance(); ) {
            if (stays(batch, walk, false)) {
                compacted.keepShifted(walk, batch.baseTimestamp() - newHorizonMs);
            }
        }
        compacted.write(batch, newHorizonMs, out);
    }

    private void drop(RecordBatch batch, ByteBuf out) {
        if (lastBatches.contain(batch) || batch.nextOffset() == roundEnd) {
            CompactedBatch.writeEmpty(batch, out);
        }
    }

    private void copy(RecordBatch batch, ByteBuf out) {
        recordsKept += batch.recordCount();
        out.writeBytes(batch.buffer(), batch.position(), batch.sizeInBytes());
    }

    /// The records of a batch, decompressed if they must be.
    static ByteBuf recordsOf(RecordBatch batch) {
        var bytes = batch.buffer()
                .slice(batch.position() + RecordBatch.HEADER_SIZE, batch.sizeInBytes() - RecordBatch.HEADER_SIZE);
        var codec = batch.compression();
        return codec == Compression.NONE ? bytes : codec.decompress(bytes, Compression.DEFAULT_MAX_DECOMPRESSED);
    }

    /// What belongs into the new segment's index together with the last batch; null for nothing.
    @Nullable
    AbortedTransaction stillIndexed() {
        return transactions.stillIndexed();
    }

    long recordsRead() {
        return recordsRead;
    }

    long recordsKept() {
        return recordsKept;
    }
}
