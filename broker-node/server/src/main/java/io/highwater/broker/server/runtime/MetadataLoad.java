package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.MetadataRecord;
import io.highwater.broker.core.controller.MetadataRecordCodec;
import io.highwater.broker.log.FetchResult;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.protocol.record.Record;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordBatches;
import io.highwater.broker.protocol.record.RecordIterator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/// Folds the metadata log into an image when the node starts. Blocking; before any shard touches the log.
final class MetadataLoad {
    private static final int CHUNK_BYTES = 4 * 1024 * 1024;

    private MetadataLoad() {}

    static MetadataImage load(PartitionLog log) {
        MetadataImage image = MetadataImage.EMPTY;
        long offset = log.logStartOffset();
        while (offset < log.nextOffset()
                && log.read(offset, CHUNK_BYTES, true, log.nextOffset())
                        instanceof FetchResult.FetchData(FileRecords chunk)) {
            var records = new ArrayList<MetadataRecord>();
            offset = read(chunk, records, offset);
            image = image.apply(records);
        }
        return image;
    }

    private static long read(FileRecords chunk, List<MetadataRecord> into, long offset) {
        ByteBuf bytes = Unpooled.buffer(chunk.sizeInBytes());
        try {
            chunk.readInto(bytes);
        } finally {
            chunk.release();
        }
        long nextOffset = offset;
        for (RecordBatch batch : RecordBatches.of(bytes)) {
            if (!batch.isControl()) {
                var iterator = RecordIterator.of(batch);
                while (iterator.hasNext()) {
                    Record next = iterator.next();
                    ByteBuf value = next.value();
                    if (value != null) {
                        into.add(MetadataRecordCodec.read(value));
                    }
                }
            }
            nextOffset = batch.nextOffset();
        }
        return nextOffset;
    }
}
