package io.highwater.broker.log;

import io.highwater.broker.log.cleanup.CleanedGroup;
import io.highwater.broker.log.cleanup.Compaction;

/// A compaction under way, and what the log looked like when it was prepared.
///
/// @param work       to be run elsewhere
/// @param generation of the log: a truncation since then voids the work
public record LogCompaction(Compaction work, long generation) implements AutoCloseable {
    /// A group of `work` that is finished, on its way back to the log.
    ///
    /// @param group      what the work handed over
    /// @param generation of the compaction it came from
    public record Finished(CleanedGroup group, long generation) {}

    /// To be handed to [PartitionLog#swapIn].
    public Finished finished(CleanedGroup group) {
        return new Finished(group, generation);
    }

    @Override
    public void close() {
        work.close();
    }
}
