package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentFiles;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The segment that takes the place of others, while it is written: batches are gathered and written in large pieces.
final class CleanedSegment implements AutoCloseable {
    private final Segment segment;
    private final Disk disk;
    private final int indexIntervalBytes;
    private final int writeBytes;
    private final CompactionObserver observer;
    private final ByteBuf out;

    CleanedSegment(Segment segment, Disk disk, int indexIntervalBytes, int writeBytes, CompactionObserver observer) {
        this.segment = segment;
        this.disk = disk;
        this.indexIntervalBytes = indexIntervalBytes;
        this.writeBytes = writeBytes;
        this.observer = observer;
        this.out = Unpooled.directBuffer(writeBytes + writeBytes / 8);
    }

    /// Where batches are to be appended.
    ByteBuf out() {
        return out;
    }

    /// A batch was looked at, and what is left of it appended.
    ///
    /// @param transaction what is to be indexed with it
    void filtered(@Nullable AbortedTransaction transaction) {
        if (transaction != null) {
            segment.transactionIndex().append(transaction);
        }
        if (out.readableBytes() >= writeBytes) {
            write();
        }
    }

    private void write() {
        if (out.readableBytes() > Integer.MAX_VALUE - segment.size()) {
            throw new CompactionImpossibleException("what is left does not fit into a segment of 2 GiB");
        }
        segment.append(out, indexIntervalBytes, 0);
        observer.written(out.readableBytes());
        out.clear();
    }

    /// Makes all of it durable.
    SegmentFiles finish(long lastModifiedMs) {
        if (out.isReadable()) {
            write();
        }
        if (!segment.transactionIndex().writePending()) {
            throw new DiskFullException(
                    "write", segment.transactionIndex().file(), 0, new IOException("no space left"));
        }
        segment.seal();
        segment.force();
        segment.indexPaths().forEach(disk::force);
        disk.force(segment.transactionIndex().file());
        disk.setLastModified(segment.path(), lastModifiedMs);
        return segment.files().lastModified(lastModifiedMs);
    }

    @Override
    public void close() {
        segment.close();
        out.release();
    }
}
