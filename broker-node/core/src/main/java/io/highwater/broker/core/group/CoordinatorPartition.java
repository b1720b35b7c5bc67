package io.highwater.broker.core.group;

/// Which partition of `__consumer_offsets` a group lives in. Clients and tools rely on this choice being Kafka's.
public final class CoordinatorPartition {
    private CoordinatorPartition() {}

    /// The partition of a group among `partitions`. The hash is [String#hashCode], whose smallest value has no
    /// absolute value and maps to 0.
    public static int of(String groupId, int partitions) {
        var hash = groupId.hashCode();
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash) % partitions;
    }
}
