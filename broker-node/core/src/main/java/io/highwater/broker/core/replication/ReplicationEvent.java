package io.highwater.broker.core.replication;

import java.util.Set;

/// What can happen to a partition from the point of view of its leader.
public sealed interface ReplicationEvent {
    /// Our own log has grown.
    ///
    /// @param nextOffset one past its last record
    record Appended(long nextOffset) implements ReplicationEvent {}

    /// Our own records are as safe as the partition's flush mode demands: on stable storage, or with the operating
    /// system.
    ///
    /// @param nextOffset one past the last of them
    record Durable(long nextOffset) implements ReplicationEvent {}

    /// A follower asks for records from `offset`, which acknowledges everything before it.
    ///
    /// @param leaderEpoch the epoch in which the follower believes to be
    record Fetched(int replica, int leaderEpoch, long offset) implements ReplicationEvent {}

    /// The controller has decided who is in sync.
    ///
    /// @param leaderEpoch  the epoch for which it decided
    /// @param inSync       the in-sync replicas, always with ourselves
    record InSyncReplicas(int leaderEpoch, Set<Integer> inSync) implements ReplicationEvent {
        public InSyncReplicas {
            inSync = Set.copyOf(inSync);
        }
    }
}
