package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentFiles;
import java.util.List;

/// Segments that follow each other, and the one in `.cleaned` files that is to take their place. The files are durable.
///
/// @param sources the log's own, which only its shard may touch
/// @param files   what lies in the new one's files
public record CleanedGroup(List<Segment> sources, SegmentFiles files) {
    /// Takes over a group; on any thread, returns when it has taken effect.
    @FunctionalInterface
    public interface Sink {
        /// Puts the new segment in the place of the sources.
        ///
        /// @throws CompactionCancelledException when the sources are no longer what the log consists of
        void accept(CleanedGroup group);
    }
}
