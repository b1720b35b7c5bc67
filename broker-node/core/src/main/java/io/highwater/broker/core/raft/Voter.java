package io.highwater.broker.core.raft;

import java.util.List;

/// One who votes, and where to reach it.
public record Voter(ReplicaKey key, List<Endpoint> endpoints) {
    public Voter {
        endpoints = List.copyOf(endpoints);
    }

    /// An address by the name of the listener that it belongs to.
    public record Endpoint(String listener, String host, int port) {}
}
