package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The partitions that are led here, each known to its shard only.
public final class Partitions {
    private final Shards shards;
    /// By the id of the shard; each map is touched on its shard only.
    private final List<Map<TopicPartition, Partition>> byShard;

    public Partitions(Shards shards) {
        this.shards = shards;
        this.byShard = shards.all().stream()
                .<Map<TopicPartition, Partition>>map(_ -> new HashMap<>())
                .toList();
    }

    /// The partition, null when it is not here. Only on the shard that owns it.
    public @Nullable Partition find(TopicPartition id) {
        return byShard.get(shards.of(id).id()).get(id);
    }

    /// Asks something of every partition of the node; completes on `home`.
    public <T> CompletionStage<List<T>> askAll(Shard home, Function<Partition, T> question) {
        return Gather.gather(home, shards.all(), shard -> shard, shard -> {
                    List<T> answers = new ArrayList<>();
                    byShard.get(shard.id()).values().forEach(partition -> answers.add(question.apply(partition)));
                    return CompletableFuture.completedFuture(answers);
                })
                .thenApply(parts -> parts.stream().flatMap(List::stream).toList());
    }

    /// Only on the shard that owns the partition.
    void add(Partition partition) {
        byShard.get(partition.shard().id()).put(partition.id(), partition);
    }

    /// Only on the shard that owns the partition.
    @Nullable
    Partition remove(TopicPartition id) {
        return byShard.get(shards.of(id).id()).remove(id);
    }
}
