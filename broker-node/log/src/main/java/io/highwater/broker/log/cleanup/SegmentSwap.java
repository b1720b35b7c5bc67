package io.highwater.broker.log.cleanup;

import static io.highwater.broker.log.segment.SegmentNames.CLEANED;
import static io.highwater.broker.log.segment.SegmentNames.SUFFIXES;
import static io.highwater.broker.log.segment.SegmentNames.SWAP;

import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentNames;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts a cleaned segment in the place of those it came from, by renaming alone:
///
/// ```
/// X.log.cleaned → X.log.swap      from here on a restart goes forward, before it goes back
/// A.log, B.log  → *.deleted
/// X.log.swap    → X.log           the log file first: an index without one would pass for an old one
/// ```
///
/// A crash between any two of these leaves what a start can complete or take back; see
/// `recovery.InterruptedCompaction`. Runs on the log's shard.
public record SegmentSwap(Disk disk, Path directory, Segments segments, int maxIndexBytes) {
    /// Swaps.
    ///
    /// @return files to be deleted later
    public List<Path> accept(CleanedGroup group) {
        var base = group.files().baseOffset();
        SUFFIXES.forEach(suffix -> rename(base, suffix + CLEANED, suffix + SWAP));
        var retired = new ArrayList<Path>();
        group.sources().forEach(source -> retired.addAll(source.retire()));
        SUFFIXES.forEach(suffix -> rename(base, suffix + SWAP, suffix));
        segments.replace(group.sources(), Segment.existing(disk, directory, group.files(), maxIndexBytes));
        return retired;
    }

    private void rename(long base, String from, String to) {
        var file = SegmentNames.file(directory, base, from);
        if (disk.exists(file)) {
            disk.move(file, SegmentNames.file(directory, base, to));
        }
    }
}
