package io.highwater.broker.core.group;

import io.highwater.broker.protocol.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The committed offsets of one group, and which partitions have commits on their way to the log.
final class Offsets {
    private final TreeMap<String, TreeMap<Integer, CommittedOffset>> committed = new TreeMap<>();
    private final Map<TopicPartition, Integer> commitsInFlight = new HashMap<>();

    Optional<CommittedOffset> find(String topic, int partition) {
        var partitions = committed.get(topic);
        return partitions == null ? Optional.empty() : Optional.ofNullable(partitions.get(partition));
    }

    void put(String topic, int partition, CommittedOffset offset) {
        committed.computeIfAbsent(topic, _ -> new TreeMap<>()).put(partition, offset);
    }

    void remove(String topic, int partition) {
        var partitions = committed.get(topic);
        if (partitions != null) {
            partitions.remove(partition);
            if (partitions.isEmpty()) {
                committed.remove(topic);
            }
        }
    }

    void commitStarted(TopicPartition partition) {
        commitsInFlight.merge(partition, 1, Integer::sum);
    }

    void commitEnded(TopicPartition partition) {
        commitsInFlight.computeIfPresent(partition, (_, count) -> count == 1 ? null : count - 1);
    }

    /// True when a newer offset for the partition is on its way to the log.
    boolean isUnstable(String topic, int partition) {
        return commitsInFlight.containsKey(new TopicPartition(topic, partition));
    }

    boolean hasCommitsInFlight() {
        return !commitsInFlight.isEmpty();
    }

    boolean isEmpty() {
        return committed.isEmpty();
    }

    /// All offsets by topic and partition, sorted.
    NavigableMap<String, ? extends NavigableMap<Integer, CommittedOffset>> all() {
        return committed;
    }

    /// Every partition that has an offset or is about to get one.
    List<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        committed.forEach((topic, offsets) ->
                offsets.keySet().forEach(partition -> partitions.add(new TopicPartition(topic, partition))));
        partitions.addAll(commitsInFlight.keySet());
        return new ArrayList<>(partitions);
    }
}
