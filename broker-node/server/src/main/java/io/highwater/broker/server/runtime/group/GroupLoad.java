package io.highwater.broker.server.runtime.group;

import io.highwater.broker.core.group.GroupRecord;
import io.highwater.broker.core.group.GroupRecordCodec;
import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.protocol.record.Record;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordBatches;
import io.highwater.broker.protocol.record.RecordIterator;
import io.highwater.broker.server.runtime.Background;
import io.highwater.broker.server.runtime.Partition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a partition of the offsets topic from its beginning to its end and folds it into a coordinator: bytes are read
/// and decoded in the background, chunk by chunk, and replayed on the shard.
final class GroupLoad {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLoad.class);
    private static final int CHUNK_BYTES = 4 * 1024 * 1024;

    private final Partition partition;
    private final GroupHost host;
    private final Background background;

    /// What a chunk holds.
    private record Chunk(List<GroupRecord> records, long nextOffset) {}

    GroupLoad(Partition partition, GroupHost host, Background background) {
        this.partition = partition;
        this.host = host;
        this.background = background;
    }

    void start() {
        readFrom(partition.logStartOffset());
    }

    private void readFrom(long offset) {
        Optional<FileRecords> chunk =
                offset < partition.nextOffset() ? partition.readLocal(offset, CHUNK_BYTES) : Optional.empty();
        if (chunk.isEmpty()) {
            host.loaded();
            return;
        }
        FileRecords records = chunk.get();
        background.submit(partition.shard(), () -> decode(records, offset)).whenComplete((decoded, error) -> {
            if (error == null) {
                replayThenReadOn(decoded);
            } else {
                giveUp(error);
            }
        });
    }

    /// Nobody looks at what is thrown here, so whatever it is ends the load: a coordinator that goes on loading for
    /// ever would keep its groups waiting.
    private void replayThenReadOn(Chunk chunk) {
        try {
            host.replay(chunk.records());
            readFrom(chunk.nextOffset());
        } catch (RuntimeException e) {
            giveUp(e);
        }
    }

    private void giveUp(Throwable cause) {
        LOG.atError()
                .addKeyValue("partition", partition.id())
                .setCause(cause)
                .log("a group coordinator could not be loaded; its groups are not served");
        host.resign();
    }

    private static Chunk decode(FileRecords source, long offset) {
        ByteBuf bytes = Unpooled.buffer(source.sizeInBytes());
        try {
            source.readInto(bytes);
        } finally {
            source.release();
        }
        var records = new ArrayList<GroupRecord>();
        long nextOffset = offset;
        for (RecordBatch batch : RecordBatches.of(bytes)) {
            if (!batch.isControl()) {
                decode(batch, records);
            }
            nextOffset = batch.nextOffset();
        }
        return new Chunk(records, nextOffset);
    }

    private static void decode(RecordBatch batch, List<GroupRecord> into) {
        var iterator = RecordIterator.of(batch);
        while (iterator.hasNext()) {
            Record next = iterator.next();
            ByteBuf key = next.key();
            if (key != null) {
                GroupRecordCodec.read(key, next.value()).ifPresent(into::add);
            }
        }
    }
}
