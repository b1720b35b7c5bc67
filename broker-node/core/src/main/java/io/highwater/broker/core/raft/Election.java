package io.highwater.broker.core.raft;

import java.util.Optional;
import java.util.OptionalInt;

/// What a replica must never forget: the newest epoch it knows, whom it gave its vote there, and who won.
///
/// @param epoch    from 0
/// @param leaderId who leads, where known
/// @param votedFor whom we voted for, where we did
public record Election(int epoch, OptionalInt leaderId, Optional<ReplicaKey> votedFor) {
    /// Nothing was ever heard of any epoch.
    public static final Election NONE = new Election(0, OptionalInt.empty(), Optional.empty());

    /// A newer epoch of which nothing else is known.
    static Election of(int epoch) {
        return new Election(epoch, OptionalInt.empty(), Optional.empty());
    }

    Election vote(ReplicaKey candidate) {
        return new Election(epoch, leaderId, Optional.of(candidate));
    }

    Election wonBy(int leader) {
        return new Election(epoch, OptionalInt.of(leader), votedFor);
    }

    boolean isLedBy(int id) {
        return leaderId.isPresent() && leaderId.getAsInt() == id;
    }
}
