package io.highwater.broker.protocol.record;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.BatchValidation.Invalid;
import io.highwater.broker.protocol.record.BatchValidation.TooLarge;
import io.highwater.broker.protocol.record.BatchValidation.Valid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Gives a produced batch another codec. The records pass through piece by piece and are checked on the way, so
/// neither the decompressed records nor more of the result than is allowed are ever in memory.
///
/// Only the codec, the length and the checksum of the header change: offsets, timestamps, headers, producer and
/// sequence are those of the batch that was sent.
public final class BatchConverter {
    private BatchConverter() {}

    /// As [BatchValidator#validate], but what is valid is a new batch in a direct buffer that the caller
    /// releases.
    ///
    /// Costs milliseconds for large batches: not for a thread that others wait for.
    ///
    /// @param maxSize largest result, in bytes; a batch that would be larger is refused
    public static BatchValidation convert(
            ByteBuf produced, BatchRules rules, TargetCompression target, int maxSize, ByteBufAllocator allocator) {
        var invalid = BatchValidator.checkOutside(produced);
        if (invalid != null) {
            return invalid;
        }
        var source = new RecordBatch(produced, produced.readerIndex());
        var out = allocator.directBuffer(Math.min(source.sizeInBytes(), Math.max(RecordBatch.HEADER_SIZE, maxSize)));
        var keep = false;
        try {
            out.writeZero(RecordBatch.HEADER_SIZE);
            var sink = new Sink(out, maxSize);
            var refusal = reencode(source, rules, target, sink);
            if (refusal != null) {
                return refusal;
            }
            if (sink.isFull) {
                return Invalid.batch(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        "The record batch, stored with the topic's compression.type %s, exceeds max.message.bytes of %d"
                                .formatted(target.codec().configName(), maxSize));
            }
            out.setBytes(0, produced, source.position(), RecordBatch.HEADER_SIZE);
            var converted = new RecordBatch(out, 0);
            converted.setEncoding(target.codec(), out.readableBytes());
            keep = true;
            return new Valid(converted);
        } catch (DecompressedTooLargeException e) {
            return new TooLarge(e.limit());
        } catch (MalformedRecordException e) {
            return Invalid.batch(ErrorCode.CORRUPT_MESSAGE, String.valueOf(e.getMessage()));
        } finally {
            if (!keep) {
                out.release();
            }
        }
    }

    private static @Nullable Invalid reencode(
            RecordBatch source, BatchRules rules, TargetCompression target, Sink sink) {
        try (var compressing = Codecs.compressing(target.codec(), target.level(), sink);
                var stream = new RecordStream(
                        source.compression(), source.payload(), rules.maxDecompressed(), compressing)) {
            return BatchValidator.checkRecords(source, new RecordWalk(stream), rules);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot compress %s with %s".formatted(source, target), e);
        }
    }

    /// Takes everything and keeps it as long as there is room.
    private static final class Sink extends OutputStream {
        private final ByteBufOutputStream out;
        private final int maxSize;
        private boolean isFull;

        Sink(ByteBuf out, int maxSize) {
            this.out = new ByteBufOutputStream(out);
            this.maxSize = maxSize;
        }

        @Override
        public void write(int value) throws IOException {
            if (hasRoom(1)) {
                out.write(value);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int size) throws IOException {
            if (hasRoom(size)) {
                out.write(bytes, offset, size);
            }
        }

        private boolean hasRoom(int size) {
            isFull |= size > maxSize - out.buffer().readableBytes();
            return !isFull;
        }
    }
}
