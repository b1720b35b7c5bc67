package io.highwater.broker.protocol.record;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.BatchValidation.Invalid;
import io.highwater.broker.protocol.record.BatchValidation.TooLarge;
import io.highwater.broker.protocol.record.BatchValidation.Valid;
import io.netty.buffer.ByteBuf;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Decides whether the records of a produce request may be appended. They must be exactly one batch of format 2
/// (what produce version 3 and later demand), with a valid checksum, consecutive offsets from 0 and a count
/// that fits.
///
/// Works on the buffer itself: uncompressed records are walked in place, compressed ones are decompressed piece
/// by piece and looked at, because a batch that nobody can read would stop every consumer for good. One
/// correction is made on the way: a wrong maximum timestamp in the header is replaced by the right one, because
/// time indexes and retention depend on it.
public final class BatchValidator {
    private BatchValidator() {}

    /// Looks at the readable bytes; leaves the indexes of the buffer alone.
    public static BatchValidation validate(ByteBuf produced, BatchRules rules) {
        var invalid = checkOutside(produced);
        if (invalid != null) {
            return invalid;
        }
        var batch = new RecordBatch(produced, produced.readerIndex());
        try {
            invalid = checkRecords(batch, rules);
        } catch (DecompressedTooLargeException e) {
            return new TooLarge(e.limit());
        } catch (MalformedRecordException e) {
            return Invalid.batch(ErrorCode.CORRUPT_MESSAGE, String.valueOf(e.getMessage()));
        }
        return invalid == null ? new Valid(batch) : invalid;
    }

    /// Everything but the records: frame, checksum and header.
    static @Nullable Invalid checkOutside(ByteBuf produced) {
        var invalid = checkFrame(produced);
        return invalid == null ? checkHeader(new RecordBatch(produced, produced.readerIndex())) : invalid;
    }

    private static @Nullable Invalid checkFrame(ByteBuf produced) {
        var available = produced.readableBytes();
        if (available == 0) {
            return invalid(ErrorCode.INVALID_RECORD, "There is no record batch");
        }
        if (available < RecordBatch.HEADER_SIZE) {
            return invalid(ErrorCode.CORRUPT_MESSAGE, "A record batch has at least 61 bytes but here are " + available);
        }
        var batch = new RecordBatch(produced, produced.readerIndex());
        if (batch.magic() != RecordBatch.MAGIC) {
            return invalid(ErrorCode.INVALID_RECORD, "Record batches must have magic 2 but this has " + batch.magic());
        }
        var announced = RecordBatch.LOG_OVERHEAD + (long) produced.getInt(batch.position() + RecordBatch.LENGTH);
        if (announced < RecordBatch.HEADER_SIZE || announced > available) {
            return invalid(
                    ErrorCode.CORRUPT_MESSAGE,
                    "The record batch announces %d bytes but here are %d".formatted(announced, available));
        }
        if (announced < available) {
            return invalid(ErrorCode.INVALID_RECORD, "There is more than one record batch");
        }
        if (!batch.isValidCrc()) {
            return invalid(ErrorCode.CORRUPT_MESSAGE, "The checksum of the record batch is wrong");
        }
        return null;
    }

    private static @Nullable Invalid checkHeader(RecordBatch batch) {
        if (!Compression.isKnown(batch.attributes() & RecordBatch.CODEC_BITS)) {
            return invalid(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "The compression type is not known");
        }
        if (batch.baseOffset() != 0) {
            return invalid(
                    ErrorCode.INVALID_RECORD,
                    "The offsets of a produced record batch begin at 0 but these begin at " + batch.baseOffset());
        }
        if (batch.isControl()) {
            return invalid(ErrorCode.INVALID_RECORD, "Clients may not write control batches");
        }
        if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
            return invalid(ErrorCode.INVALID_TIMESTAMP, "Clients may not set the time of appending");
        }
        if (batch.recordCount() <= 0 || batch.lastOffsetDelta() != batch.recordCount() - 1) {
            return invalid(
                    ErrorCode.INVALID_RECORD,
                    "The record batch has %d records but its last offset is %d after the first"
                            .formatted(batch.recordCount(), batch.lastOffsetDelta()));
        }
        if (batch.hasProducerId() && (batch.baseSequence() < 0 || batch.producerEpoch() < 0)) {
            return invalid(
                    ErrorCode.INVALID_RECORD,
                    "Producer %d has sequence %d and epoch %d"
                            .formatted(batch.producerId(), batch.baseSequence(), batch.producerEpoch()));
        }
        if (batch.isTransactional() && !batch.hasProducerId()) {
            return invalid(ErrorCode.INVALID_RECORD, "A transactional record batch needs a producer id");
        }
        return null;
    }

    private static @Nullable Invalid checkRecords(RecordBatch batch, BatchRules rules) {
        if (!batch.isCompressed()) {
            return checkRecords(batch, new RecordWalk(batch.payload()), rules);
        }
        try (var stream = new RecordStream(
                batch.compression(), batch.payload(), rules.maxDecompressed(), OutputStream.nullOutputStream())) {
            return checkRecords(batch, new RecordWalk(stream), rules);
        }
    }

    /// Walks to the end of the records, whatever is wrong with some of them.
    static @Nullable Invalid checkRecords(RecordBatch batch, RecordWalk walk, BatchRules rules) {
        var baseTimestamp = batch.baseTimestamp();
        var maxTimestamp = RecordBatch.NO_TIMESTAMP;
        var count = batch.recordCount();
        var refused = new RefusedRecords();
        for (var i = 0; i < count; i++) {
            if (!walk.advance()) {
                return invalid(ErrorCode.INVALID_RECORD, "There are %d records, not %d".formatted(i, count));
            }
            if (walk.offsetDelta() != i) {
                return invalid(
                        ErrorCode.INVALID_RECORD,
                        "The offsets of the records are not consecutive: record %d has offset %d"
                                .formatted(i, walk.offsetDelta()));
            }
            var timestamp = baseTimestamp + walk.timestampDelta();
            if (rules.keysRequired() && !walk.hasKey()) {
                refused.withoutKey(i);
            } else if (!rules.accepts(timestamp)) {
                refused.outOfTime(i, timestamp, rules);
            }
            maxTimestamp = Math.max(maxTimestamp, timestamp);
        }
        if (walk.advance()) {
            return invalid(ErrorCode.INVALID_RECORD, "There are more than %d records".formatted(count));
        }
        if (refused.isEmpty() && maxTimestamp != batch.maxTimestamp()) {
            batch.setMaxTimestamp(maxTimestamp);
        }
        return refused.isEmpty() ? null : refused.verdict();
    }

    private static Invalid invalid(ErrorCode error, String message) {
        return Invalid.batch(error, message);
    }
}
