package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The records of one batch, in order. Throws [MalformedRecordException] where the bytes make no sense, at the latest
/// when fewer or more bytes are there than the count in the header says.
public final class RecordIterator implements Iterator<Record> {
    private final ByteBuf in;
    private final long baseOffset;
    private final long baseTimestamp;
    private final long appendTime;
    private final boolean usesAppendTime;
    private int left;

    private RecordIterator(RecordBatch batch, ByteBuf in) {
        this.in = in;
        this.baseOffset = batch.baseOffset();
        this.baseTimestamp = batch.baseTimestamp();
        this.appendTime = batch.maxTimestamp();
        this.usesAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
        this.left = batch.recordCount();
        if (left < 0) {
            throw new MalformedRecordException("A batch has " + left + " records");
        }
    }

    /// Decompresses if the batch is compressed, into at most [Compression#DEFAULT_MAX_DECOMPRESSED] bytes.
    public static RecordIterator of(RecordBatch batch) {
        return of(batch, Compression.DEFAULT_MAX_DECOMPRESSED);
    }

    /// As [#of(RecordBatch)].
    ///
    /// @param maxDecompressed the largest size that the decompressed records may have, in bytes
    public static RecordIterator of(RecordBatch batch, int maxDecompressed) {
        var payload = batch.buffer()
                .slice(batch.position() + RecordBatch.HEADER_SIZE, batch.sizeInBytes() - RecordBatch.HEADER_SIZE);
        var codec = batch.compression();
        return new RecordIterator(
                batch, codec == Compression.NONE ? payload : codec.decompress(payload, maxDecompressed));
    }

    @Override
    public boolean hasNext() {
        if (left == 0 && in.isReadable()) {
            throw new MalformedRecordException(in.readableBytes() + " bytes follow the last record of a batch");
        }
        return left > 0;
    }

    @Override
    public Record next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var size = Varint.readInt(in);
        var end = in.readerIndex() + require(size);
        var record = read();
        if (in.readerIndex() != end) {
            throw new MalformedRecordException(
                    "A record ends at position %d but announced position %d".formatted(in.readerIndex(), end));
        }
        left--;
        return record;
    }

    private Record read() {
        require(1);
        in.skipBytes(1); // attributes of a record: unused so far
        var timestampDelta = Varint.readLong(in);
        var offsetDelta = Varint.readInt(in);
        var key = readBytes();
        var value = readBytes();
        var headers = readHeaders();
        var timestamp = usesAppendTime ? appendTime : baseTimestamp + timestampDelta;
        return new Record(baseOffset + offsetDelta, timestamp, key, value, headers);
    }

    private List<Header> readHeaders() {
        var count = Varint.readInt(in);
        if (count == 0) {
            return List.of();
        }
        var headers = new ArrayList<Header>(Math.min(require(count), 16));
        for (var i = 0; i < count; i++) {
            var key = in.readString(require(Varint.readInt(in)), StandardCharsets.UTF_8);
            headers.add(new Header(key, readBytes()));
        }
        return headers;
    }

    private @Nullable ByteBuf readBytes() {
        var size = Varint.readInt(in);
        return size == -1 ? null : in.readSlice(require(size));
    }

    private int require(int size) {
        if (size < 0 || size > in.readableBytes()) {
            throw new MalformedRecordException("A record announces %d bytes at position %d but %d are left"
                    .formatted(size, in.readerIndex(), in.readableBytes()));
        }
        return size;
    }
}
