package io.highwater.broker.log.recovery;

import java.nio.file.Path;

/// Something that whoever starts a broker may want to know about the opening of a log.
public sealed interface RecoveryEvent {
    /// A file that an interrupted deletion or compaction left was removed.
    record LeftoverDeleted(Path file) implements RecoveryEvent {}

    /// A segment that may have changed since the last flush was read from start to end.
    record SegmentChecked(Path segment, int bytes) implements RecoveryEvent {}

    /// The end of a segment was no whole batch and was cut off.
    ///
    /// @param position  size of the segment from now on
    /// @param lostBytes how many bytes were cut off
    record TailCut(Path segment, int position, long lostBytes, String reason) implements RecoveryEvent {}

    /// A segment behind a cut was removed whole: what comes before it is missing.
    record SegmentDropped(Path segment, long lostBytes) implements RecoveryEvent {}

    /// The state of idempotent producers was found again.
    ///
    /// @param fromOffset offset of the snapshot it began with
    /// @param toOffset   end of the log
    /// @param producers  how many producers are known
    record ProducersRestored(Path directory, long fromOffset, long toOffset, int producers) implements RecoveryEvent {}

    /// The log ended before its start offset: nothing of it was left, and it starts anew there.
    record StartedAnew(Path directory, long logStartOffset) implements RecoveryEvent {}
}
