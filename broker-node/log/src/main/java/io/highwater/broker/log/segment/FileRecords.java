package io.highwater.broker.log.segment;

import io.highwater.broker.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;

/// Record batches in a segment file, for zero-copy: which file, from where, how many bytes.
///
/// Comes with one share of the file's count, which whoever gets it must give back by [#release]. May be handed to
/// another thread. The last batch may be cut off, as Kafka's protocol allows.
public final class FileRecords implements Records {
    private final SegmentFile file;
    private final long position;
    private final int size;

    FileRecords(SegmentFile file, long position, int size) {
        this.file = file;
        this.position = position;
        this.size = size;
        file.retain();
    }

    @Override
    public int sizeInBytes() {
        return size;
    }

    /// First byte in the file.
    public long position() {
        return position;
    }

    /// The channel to transfer from.
    ///
    /// @throws UnsupportedOperationException on a simulated disk; use [#readInto] there
    public FileChannel channel() {
        return file.file().channel();
    }

    /// Copies the bytes, for transports that cannot take them from the file, TLS above all.
    ///
    /// @return how many; fewer than the size only when the log was truncated meanwhile
    public int readInto(ByteBuf target) {
        return file.file().read(target, position, size);
    }

    /// Takes one more share.
    public FileRecords retain() {
        file.retain();
        return this;
    }

    /// Gives one share back.
    public void release() {
        file.release();
    }

    @Override
    public String toString() {
        return "FileRecords[%s, position %d, %d bytes]"
                .formatted(file.file().path().getFileName(), position, size);
    }
}
