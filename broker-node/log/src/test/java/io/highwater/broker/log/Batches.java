package io.highwater.broker.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.ControlRecordType;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.record.RecordBatches;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// Batches as producers send them, and what a consumer makes of them.
public final class Batches {
    /// Tests leave their small buffers to the garbage collector.
    public static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

    /// Epoch of whoever ends transactions here.
    public static final int COORDINATOR_EPOCH = 3;

    private Batches() {}

    /// A record as a consumer sees it.
    public record Seen(long offset, long timestamp, String value) {}

    /// A batch with one record for each value.
    public static ByteBuf of(long timestamp, String... values) {
        return fill(new RecordBatchBuilder(Compression.NONE), timestamp, values);
    }

    /// A batch of an idempotent producer.
    public static ByteBuf idempotent(long producerId, int epoch, int sequence, String... values) {
        return fill(
                new RecordBatchBuilder(Compression.NONE).producer(producerId, (short) epoch, sequence), 1_000, values);
    }

    /// A batch that belongs to a transaction; each value is its own key as well.
    public static ByteBuf transactional(long producerId, int sequence, String... values) {
        return fill(
                new RecordBatchBuilder(Compression.NONE)
                        .producer(producerId, (short) 0, sequence)
                        .transactional(),
                1_000,
                values);
    }

    /// The end of a producer's transaction.
    public static ByteBuf marker(long producerId, ControlRecordType type) {
        return new RecordBatchBuilder(Compression.NONE)
                .producer(producerId, (short) 0, RecordBatch.NO_SEQUENCE)
                .transactional()
                .control()
                .append(1_000, type.key(), Unpooled.buffer(6).writeShort(0).writeInt(COORDINATOR_EPOCH), List.of())
                .build(ALLOCATOR);
    }

    /// A batch whose header and checksum are right and whose compressed records are garbage.
    public static ByteBuf unreadable(long timestamp, String... values) {
        var bytes = fill(new RecordBatchBuilder(Compression.GZIP), timestamp, values);
        for (var position = RecordBatch.HEADER_SIZE; position < bytes.writerIndex(); position++) {
            bytes.setByte(position, 0xFF);
        }
        first(bytes).setMaxTimestamp(timestamp);
        return bytes;
    }

    private static ByteBuf fill(RecordBatchBuilder builder, long timestamp, String... values) {
        for (var value : values) {
            builder.append(timestamp, value.getBytes(UTF_8), value.getBytes(UTF_8));
        }
        return builder.build(ALLOCATOR);
    }

    /// The bytes of a read; gives its share of the file back.
    public static ByteBuf bytes(Records records) {
        return switch (records) {
            case FileRecords file -> {
                var buffer = Unpooled.buffer(Math.max(1, file.sizeInBytes()));
                file.readInto(buffer);
                file.release();
                yield buffer;
            }
            case BufferRecords buffer -> buffer.buffer();
            default -> throw new IllegalArgumentException("unknown " + records);
        };
    }

    /// The records of all whole batches, after a check of their checksums.
    public static List<Seen> records(ByteBuf bytes) {
        var seen = new ArrayList<Seen>();
        for (var batch : RecordBatches.of(bytes)) {
            if (!batch.isValidCrc()) {
                throw new AssertionError("wrong checksum: " + batch);
            }
            for (var records = batch.records(); records.hasNext(); ) {
                var record = records.next();
                seen.add(new Seen(
                        record.offset(),
                        record.timestamp(),
                        String.valueOf(
                                record.value() == null ? null : record.value().toString(UTF_8))));
            }
        }
        return seen;
    }

    /// Reads a log from `offset` to `upper`, as a consumer does with many fetches.
    public static List<Seen> readAll(PartitionLog log, long offset, int maxBytes, long upper) {
        var seen = new ArrayList<Seen>();
        var next = offset;
        while (true) {
            if (!(log.read(next, maxBytes, true, upper) instanceof FetchResult.FetchData(var records))) {
                throw new AssertionError("out of range: " + next + " in " + log);
            }
            var from = next;
            var fetched = records(bytes(records));
            fetched.stream().filter(record -> record.offset() >= from).forEach(seen::add);
            if (fetched.isEmpty()) {
                return seen;
            }
            next = fetched.getLast().offset() + 1;
        }
    }

    /// Everything in a log.
    public static List<Seen> readAll(PartitionLog log) {
        return readAll(log, log.logStartOffset(), 1 << 20, Long.MAX_VALUE);
    }

    /// The first batch of a buffer.
    public static RecordBatch first(ByteBuf bytes) {
        return new RecordBatch(bytes, bytes.readerIndex());
    }
}
