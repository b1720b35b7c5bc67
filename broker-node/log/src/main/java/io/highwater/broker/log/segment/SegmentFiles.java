package io.highwater.broker.log.segment;

import io.highwater.broker.log.index.OffsetIndex;
import io.highwater.broker.log.index.TimeIndex;

/// What a directory listing tells of a segment on disk.
///
/// @param baseOffset     offset in its name
/// @param logSize        bytes of its log file
/// @param indexSize      bytes of its offset index, [#MISSING] if there is none
/// @param timeIndexSize  bytes of its time index, [#MISSING] if there is none
/// @param lastModifiedMs when the log file was last written
public record SegmentFiles(long baseOffset, long logSize, long indexSize, long timeIndexSize, long lastModifiedMs) {
    /// Size of a file that is not there.
    public static final long MISSING = -1;

    /// Whether an index file is cut in the middle of an entry, or missing although the log is long enough to need
    /// one, or the time index lacks even its closing entry, for which a full disk had no room.
    boolean hasDoubtfulIndexes(int indexIntervalBytes) {
        var missing = indexSize == MISSING && logSize > 2L * indexIntervalBytes;
        var neverClosed = timeIndexSize <= 0 && logSize > 0;
        return missing
                || neverClosed
                || indexSize % OffsetIndex.ENTRY_SIZE > 0
                || timeIndexSize % TimeIndex.ENTRY_SIZE > 0;
    }

    /// The same with another time.
    public SegmentFiles lastModified(long timeMs) {
        return new SegmentFiles(baseOffset, logSize, indexSize, timeIndexSize, timeMs);
    }
}
