package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.metadata.PartitionRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Rules for the replicas of a partition, and the record of a new one.
final class Assignments {
    private static final short PARTITION_VERSION = 1;

    private Assignments() {}

    /// Checks replicas that somebody chose by hand.
    ///
    /// @param replicationFactor how many there must be, 0 if that is open
    static Optional<Refusal> check(MetadataImage image, int partition, List<Integer> replicas, int replicationFactor) {
        var refusal = checkBrokers(image, partition, replicas);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (replicationFactor != 0 && replicas.size() != replicationFactor) {
            return invalid("Partition %d has %d replica(s), but the other partitions have %d. All must have the same."
                    .formatted(partition, replicas.size(), replicationFactor));
        }
        if (inSync(image, replicas).isEmpty()) {
            return invalid("All brokers of partition %d are fenced or shutting down: %s. Assign it to a running broker."
                    .formatted(partition, replicas));
        }
        return Optional.empty();
    }

    /// Checks that these are registered brokers, each named once.
    static Optional<Refusal> checkBrokers(MetadataImage image, int partition, List<Integer> replicas) {
        if (replicas.isEmpty()) {
            return invalid(
                    "Partition %d has an empty list of replicas. Name at least one broker.".formatted(partition));
        }
        for (int broker : replicas) {
            if (!image.brokers().containsKey(broker)) {
                return invalid("Partition %d is assigned to broker %d, which is not registered. Registered are %s."
                        .formatted(partition, broker, image.brokers().keySet()));
            }
        }
        return new HashSet<>(replicas).size() == replicas.size()
                ? Optional.empty()
                : invalid("Partition %d is assigned to the same broker more than once: %s."
                        .formatted(partition, replicas));
    }

    private static Optional<Refusal> invalid(String message) {
        return Optional.of(new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message));
    }

    /// A new partition; the first of its replicas that runs leads it.
    static MetadataRecord record(MetadataImage image, Uuid topicId, int partition, List<Integer> replicas) {
        var isr = inSync(image, replicas);
        var record = new PartitionRecord()
                .partitionId(partition)
                .topicId(topicId)
                .replicas(replicas)
                .isr(isr)
                .leader(isr.getFirst())
                .leaderEpoch(0)
                .partitionEpoch(0)
                .directories(replicas.stream()
                        .map(broker -> directory(image, broker))
                        .toList());
        return new MetadataRecord(record, PARTITION_VERSION);
    }

    private static List<Integer> inSync(MetadataImage image, List<Integer> replicas) {
        return replicas.stream()
                .filter(broker -> Optional.ofNullable(image.brokers().get(broker))
                        .map(BrokerImage::isActive)
                        .orElse(false))
                .toList();
    }

    /// A broker with one log directory leaves no choice; otherwise the broker chooses and tells.
    private static Uuid directory(MetadataImage image, int broker) {
        var registered = image.brokers().get(broker);
        return registered != null && registered.logDirs().size() == 1
                ? registered.logDirs().getFirst()
                : Uuid.ZERO;
    }
}
