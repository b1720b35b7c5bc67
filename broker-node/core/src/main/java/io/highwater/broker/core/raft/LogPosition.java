package io.highwater.broker.core.raft;

/// A place in the log.
///
/// @param offset the next offset there
/// @param epoch  the epoch of the record before it; 0 at the start of an empty log
public record LogPosition(long offset, int epoch) implements Comparable<LogPosition> {
    /// The later epoch is further, whatever the offsets (Raft's election restriction).
    @Override
    public int compareTo(LogPosition other) {
        int byEpoch = Integer.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(offset, other.offset);
    }
}
