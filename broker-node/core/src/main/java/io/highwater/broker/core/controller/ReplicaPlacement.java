package io.highwater.broker.core.controller;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Spreads the replicas of new partitions over the brokers: leaders go round, and the followers of partitions with the
/// same leader do not all sit together. Fenced brokers hold replicas only if the active ones are too few, and never
/// first.
final class ReplicaPlacement {
    private final List<Integer> active;
    private final List<Integer> inactive;
    private int next;
    private int shift;

    ReplicaPlacement(MetadataImage image, RandomGenerator random) {
        this.active = new ArrayList<>(
                image.activeBrokers().stream().map(BrokerImage::id).toList());
        this.inactive = image.brokers().values().stream()
                .filter(broker -> !broker.isActive())
                .map(BrokerImage::id)
                .toList();
        shuffle(active, random);
        this.next = active.isEmpty() ? 0 : random.nextInt(active.size());
    }

    int brokerCount() {
        return active.size() + inactive.size();
    }

    boolean hasActiveBrokers() {
        return !active.isEmpty();
    }

    /// Replicas of the next partition, the preferred leader first.
    List<Integer> place(int replicationFactor) {
        var replicas = new ArrayList<Integer>();
        replicas.add(active.get(next));
        var followers = new ArrayList<Integer>();
        for (var i = 1; i < active.size(); i++) {
            followers.add(active.get((next + i) % active.size()));
        }
        Collections.rotate(followers, -shift);
        followers.addAll(inactive);
        replicas.addAll(followers.subList(0, replicationFactor - 1));
        advance();
        return replicas;
    }

    private void advance() {
        next = (next + 1) % active.size();
        if (next == 0) {
            shift++;
        }
    }

    private static void shuffle(List<Integer> brokers, RandomGenerator random) {
        for (var i = brokers.size() - 1; i > 0; i--) {
            Collections.swap(brokers, i, random.nextInt(i + 1));
        }
    }
}
