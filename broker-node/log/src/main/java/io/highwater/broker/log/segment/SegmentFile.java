package io.highwater.broker.log.segment;

import io.highwater.broker.log.store.LogFile;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;

/// The open file of a segment, counted: it closes when the segment and every [FileRecords] let go, so a deleted
/// segment can still be read by those who began before.
public final class SegmentFile extends AbstractReferenceCounted {
    private final LogFile file;

    SegmentFile(LogFile file) {
        this.file = file;
    }

    /// The file; not to be kept beyond the caller's share of the count.
    public LogFile file() {
        return file;
    }

    @Override
    protected void deallocate() {
        file.close();
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
