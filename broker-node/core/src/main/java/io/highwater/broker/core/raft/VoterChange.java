package io.highwater.broker.core.raft;

/// One step from a set of voters to another.
public sealed interface VoterChange {
    /// A replica that has been fetching and has caught up becomes a voter.
    record Add(Voter voter) implements VoterChange {}

    /// A voter leaves; the leader itself may.
    record Remove(ReplicaKey voter) implements VoterChange {}

    /// A voter tells where it can be reached now, and which directory it has.
    record Update(Voter voter) implements VoterChange {}
}
