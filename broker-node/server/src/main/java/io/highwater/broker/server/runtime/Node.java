package io.highwater.broker.server.runtime;

import io.highwater.broker.server.runtime.group.Groups;
import io.highwater.broker.server.runtime.quota.ClientQuotas;

/// The parts of a running node that handlers work with.
///
/// @param shards        the threads and what they own
/// @param metadata      what the cluster agrees on
/// @param partitions    the partitions led here
/// @param groups        the group coordinators
/// @param quotas        what clients may use
/// @param fetchMaxBytes most bytes that one fetch may return
public record Node(
        Shards shards,
        ClusterMetadata metadata,
        Partitions partitions,
        Groups groups,
        ClientQuotas quotas,
        int fetchMaxBytes) {}
