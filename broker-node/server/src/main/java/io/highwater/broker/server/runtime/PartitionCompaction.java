package io.highwater.broker.server.runtime;

import io.highwater.broker.log.DeletionTask;
import io.highwater.broker.log.LogCompaction;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.log.cleanup.CompactionCancelledException;
import io.highwater.broker.log.cleanup.Dirtiness;
import java.util.Optional;

/// What compaction does with a partition on the shard of the partition: looks, prepares, and puts finished segments in
/// their place.
///
/// Thread-safety: the partition's shard; [#isWanted] may be asked by any thread.
final class PartitionCompaction {
    private final Partition partition;
    private final Background background;
    private boolean underWay;

    PartitionCompaction(Partition partition, Background background) {
        this.partition = partition;
        this.background = background;
    }

    /// How much waits; empty when this partition is not to be compacted, or is being so.
    ///
    /// @param durableEnd up to where a start after a crash would take the log for flushed
    Optional<Dirtiness> survey(long cleanedUpTo, long durableEnd) {
        PartitionLog log = partition.log();
        if (!log.config().compacts() || underWay || !isWanted()) {
            return Optional.empty();
        }
        return Optional.of(log.dirtiness(
                        cleanedUpTo,
                        partition.highWatermark(),
                        durableEnd,
                        partition.shard().nowMs()))
                .filter(dirtiness -> dirtiness.dirtyBytes() > 0);
    }

    /// Begins a compaction; [#end] must follow.
    Optional<LogCompaction> begin(long cleanedUpTo, long durableEnd) {
        Optional<LogCompaction> begun =
                survey(cleanedUpTo, durableEnd).map(dirtiness -> partition.log().prepareCompaction(dirtiness));
        underWay |= begun.isPresent();
        return begun;
    }

    /// Puts finished segments in their place; the old ones are deleted later.
    ///
    /// @throws CompactionCancelledException when the partition is leaving
    void swapIn(LogCompaction.Finished finished) {
        if (!isWanted()) {
            throw new CompactionCancelledException("the partition is leaving");
        }
        DeletionTask deletion = partition.log().swapIn(finished);
        partition.shard().schedule(deletion.delayMs(), () -> background.run(deletion));
    }

    /// The compaction is over: nothing works on the files of the log any more.
    void end() {
        underWay = false;
        partition.workEnded();
    }

    /// Whether one is under way: until it ends, the files must stay where they are.
    boolean isUnderWay() {
        return underWay;
    }

    /// Whether it makes sense to go on.
    boolean isWanted() {
        return !partition.isClosing() && !partition.isOffline();
    }
}
