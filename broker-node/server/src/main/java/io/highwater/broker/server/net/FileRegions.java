package io.highwater.broker.server.net;

import io.highwater.broker.log.segment.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;

/// Slices of log files on their way to a socket without passing through this process.
final class FileRegions {
    /// Counts a region with its real size, so that the watermarks of a connection see slow readers. Netty's own
    /// estimator takes a region for nothing.
    static final MessageSizeEstimator ESTIMATOR = () -> message -> switch (message) {
        case FileRegion region -> (int) Math.min(region.count(), Integer.MAX_VALUE);
        case ByteBuf buffer -> buffer.readableBytes();
        default -> 0;
    };

    private FileRegions() {}

    /// The region takes over the caller's hold on the slice and lets go of it once it is written or given up.
    static FileRegion of(FileRecords records) {
        return new LogSlice(records);
    }

    /// Netty sends exactly this base class with sendfile; its own end would close the file, which belongs to the log.
    private static final class LogSlice extends DefaultFileRegion {
        private final FileRecords records;

        LogSlice(FileRecords records) {
            super(records.channel(), records.position(), records.sizeInBytes());
            this.records = records;
        }

        @Override
        protected void deallocate() {
            records.release();
        }
    }
}
