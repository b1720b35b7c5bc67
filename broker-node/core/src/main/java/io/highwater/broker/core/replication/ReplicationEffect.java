package io.highwater.broker.core.replication;

import io.highwater.broker.protocol.ErrorCode;

/// What the partition's shard must do, in the given order.
public sealed interface ReplicationEffect {
    /// Everything before `offset` is now visible to consumers, and producers that waited for it are answered.
    record HighWatermark(long offset) implements ReplicationEffect {}

    /// The follower is told that it, or we, live in another epoch.
    record Reject(int replica, ErrorCode error) implements ReplicationEffect {}
}
