package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.TopicPartition;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The partitions of this node that cannot be served because of their disk. The controller hears of them, so that
/// clients see a partition without a leader; who asks here nevertheless is told of the storage.
///
/// Thread-safety: any thread.
public final class OfflinePartitions {
    private final Set<TopicPartition> ids = ConcurrentHashMap.newKeySet();
    private volatile Consumer<Collection<TopicPartition>> controller = _ -> {};

    /// From now on the controller is told, of those that are offline already at once.
    public void announceTo(Consumer<Collection<TopicPartition>> listener) {
        controller = listener;
        announce(Set.copyOf(ids));
    }

    /// These cannot be served until the next start of the node.
    void add(Collection<TopicPartition> failed) {
        ids.addAll(failed);
        announce(failed);
    }

    /// This one cannot be served for the moment; the controller need not know.
    void suspend(TopicPartition partition) {
        ids.add(partition);
    }

    /// It is served again, or is gone.
    void remove(TopicPartition partition) {
        ids.remove(partition);
    }

    /// Whether this one cannot be served.
    public boolean contains(TopicPartition partition) {
        return ids.contains(partition);
    }

    /// A copy that the caller may change.
    Set<TopicPartition> all() {
        Set<TopicPartition> copy = ConcurrentHashMap.newKeySet();
        copy.addAll(ids);
        return copy;
    }

    /// How many there are.
    public int count() {
        return ids.size();
    }

    private void announce(Collection<TopicPartition> failed) {
        if (!failed.isEmpty()) {
            controller.accept(failed);
        }
    }
}
