package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentFile;
import io.highwater.broker.log.segment.SegmentFiles;

/// A sealed segment to be compacted, as it was when its shard looked at it.
///
/// @param segment to be handed back to the shard, not to be touched elsewhere
/// @param file    with a share of its count
/// @param files   sizes
/// @param end     where the next segment begins
record CompactionSource(Segment segment, SegmentFile file, SegmentFiles files, long end) {
    long baseOffset() {
        return files.baseOffset();
    }

    int size() {
        return (int) files.logSize();
    }
}
