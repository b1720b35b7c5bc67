package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Writes down how far all logs are safe, one at a time, so that an older state never takes the place of a newer one.
///
/// Blocks: to be used off the shards. Thread-safety: any other thread.
public final class CheckpointWriter {
    private final Shard shard;
    private final Partitions partitions;
    private final Storage storage;
    private final ReentrantLock writing = new ReentrantLock();
    private List<Storage.Position> written = List.of();
    private boolean closed;
    private volatile Map<Key, Long> recoveryPoints = Map.of();

    /// A partition and no later one of the same name.
    private record Key(TopicPartition partition, Uuid topicId) {}

    public CheckpointWriter(Shard shard, Partitions partitions, Storage storage) {
        this.shard = shard;
        this.partitions = partitions;
        this.storage = storage;
    }

    /// Writes the checkpoints if there is something new. Returns when they are on the disk.
    public void write() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            List<Storage.Position> positions = partitions
                    .askAll(shard, LocalPartitions::position)
                    .toCompletableFuture()
                    .join();
            if (!positions.equals(written)) {
                storage.checkpoint(positions);
                written = positions;
                var points = new HashMap<Key, Long>();
                positions.forEach(position ->
                        points.put(key(position.partition(), position.topicId()), position.recoveryPoint()));
                recoveryPoints = Map.copyOf(points);
            }
        } finally {
            writing.unlock();
        }
    }

    private static Key key(TopicPartition partition, Uuid topicId) {
        return new Key(partition, topicId);
    }

    /// Up to where a start after a crash would take the partition for flushed, as far as this run has written it down.
    long recoveryPoint(Partition partition) {
        return recoveryPoints.getOrDefault(key(partition.id(), partition.topicId()), 0L);
    }

    /// Nothing is written any more: somebody else writes the last ones.
    public void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
    }
}
