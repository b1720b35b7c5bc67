package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import io.highwater.broker.protocol.metadata.PartitionRecord;
import java.util.List;

/// Where one partition is and who leads it.
///
/// @param partition      number within the topic
/// @param replicas       brokers that hold it, the preferred leader first
/// @param isr            replicas that are in sync
/// @param directories    log directory of each replica, in the order of `replicas`; may be empty
/// @param leader         broker that leads it, -1 for nobody
/// @param leaderEpoch    counts the leaders
/// @param partitionEpoch counts every change
public record PartitionImage(
        int partition,
        List<Integer> replicas,
        List<Integer> isr,
        List<Uuid> directories,
        int leader,
        int leaderEpoch,
        int partitionEpoch) {
    public static final int NO_LEADER = -1;

    /// In a change record: the leader stays.
    private static final int SAME_LEADER = -2;

    public PartitionImage {
        replicas = List.copyOf(replicas);
        isr = List.copyOf(isr);
        directories = List.copyOf(directories);
    }

    static PartitionImage of(PartitionRecord record) {
        return new PartitionImage(
                record.partitionId(),
                record.replicas(),
                record.isr(),
                record.directories(),
                record.leader(),
                record.leaderEpoch(),
                record.partitionEpoch());
    }

    /// Naming a leader, even the same one, begins a new leader epoch; every change begins a new partition epoch.
    PartitionImage with(PartitionChangeRecord change) {
        var sameLeader = change.leader() == SAME_LEADER;
        return new PartitionImage(
                partition,
                change.replicas() == null ? replicas : change.replicas(),
                change.isr() == null ? isr : change.isr(),
                change.directories() == null ? directories : change.directories(),
                sameLeader ? leader : change.leader(),
                sameLeader ? leaderEpoch : leaderEpoch + 1,
                partitionEpoch + 1);
    }
}
