package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.Uuid;

/// Who votes: a node together with its disk, so that a node that lost its disk is not taken for the one that
/// voted.
///
/// @param id          the node's id
/// @param directoryId the id of its metadata directory; [Uuid#ZERO] where it is not known (yet)
public record ReplicaKey(int id, Uuid directoryId) {
    /// Whether both may be the same: an unknown directory matches every other.
    public boolean matches(ReplicaKey other) {
        return id == other.id
                && (directoryId.equals(other.directoryId)
                        || directoryId.equals(Uuid.ZERO)
                        || other.directoryId.equals(Uuid.ZERO));
    }

    @Override
    public String toString() {
        return directoryId.equals(Uuid.ZERO) ? Integer.toString(id) : id + "-" + directoryId;
    }
}
