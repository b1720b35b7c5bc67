package io.highwater.broker.core.raft;

import java.util.List;

/// What replicas of the quorum ask each other.
public sealed interface RaftRequest {
    /// The epoch in which the sender lives.
    int epoch();

    /// May `candidate` lead?
    ///
    /// @param epoch     the epoch it would lead in; its present one in a pre-vote
    /// @param voter     whom it asks, as the candidate knows it
    /// @param end       how far the candidate has the log
    /// @param isPreVote only whether it would win: nobody's epoch changes (KIP-996)
    record Vote(int epoch, ReplicaKey candidate, ReplicaKey voter, LogPosition end, boolean isPreVote)
            implements RaftRequest {}

    /// I lead this epoch: fetch from me.
    record BeginEpoch(int epoch, int leaderId) implements RaftRequest {}

    /// I lead this epoch no longer.
    ///
    /// @param successors the voters, the one with the longest log first
    record EndEpoch(int epoch, int leaderId, List<Integer> successors) implements RaftRequest {
        public EndEpoch {
            successors = List.copyOf(successors);
        }
    }

    /// Give me the records from `offset` on; I have everything before it on stable storage.
    ///
    /// @param lastEpoch     the epoch of the last record before `offset`
    /// @param highWatermark as far as the sender knows it
    record Fetch(int epoch, ReplicaKey replica, long offset, int lastEpoch, long highWatermark)
            implements RaftRequest {}

    /// Give me the snapshot's bytes from `position` on.
    record FetchSnapshot(int epoch, ReplicaKey replica, LogPosition snapshot, long position) implements RaftRequest {}
}
