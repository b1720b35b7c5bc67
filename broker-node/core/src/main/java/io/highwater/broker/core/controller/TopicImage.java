package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.Uuid;
import java.util.List;
import java.util.Optional;

/// One topic.
///
/// @param partitions in order; a partition's number is its index
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions) {
    public TopicImage {
        partitions = List.copyOf(partitions);
    }

    /// The partition with this number.
    public Optional<PartitionImage> partition(int number) {
        return number >= 0 && number < partitions.size() ? Optional.of(partitions.get(number)) : Optional.empty();
    }
}
