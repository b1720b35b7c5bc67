package io.highwater.broker.server.runtime.group;

import io.highwater.broker.core.controller.InternalTopics;
import io.highwater.broker.core.group.CoordinatorPartition;
import io.highwater.broker.core.group.GroupCoordinator;
import io.highwater.broker.core.group.GroupSettings;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.server.runtime.Background;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.Partition;
import io.highwater.broker.server.runtime.Shard;
import io.highwater.broker.server.runtime.Shards;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;

/// All group coordinators of the node; finds the one that a group belongs to and brings questions to its shard.
///
/// Thread-safety: may be called from any shard; each coordinator is touched on its own.
public final class Groups {
    /// The topic that holds the state of groups and their committed offsets.
    public static final String OFFSETS_TOPIC = InternalTopics.CONSUMER_OFFSETS;

    private final Shards shards;
    private final Background background;
    private final ClusterMetadata metadata;
    private final GroupSettings settings;
    private final SecureRandom random = new SecureRandom();
    /// By the id of the shard; each map is touched on its shard only.
    private final List<Map<TopicPartition, GroupHost>> hosts;

    public Groups(Shards shards, Background background, ClusterMetadata metadata, GroupSettings settings) {
        this.shards = shards;
        this.background = background;
        this.metadata = metadata;
        this.settings = settings;
        this.hosts = shards.all().stream()
                .<Map<TopicPartition, GroupHost>>map(_ -> new HashMap<>())
                .toList();
    }

    /// Which partition of the offsets topic a group belongs to; empty while that topic is not there.
    public OptionalInt partitionOf(String groupId) {
        int partitions = metadata.partitionCount(OFFSETS_TOPIC);
        return partitions == 0 ? OptionalInt.empty() : OptionalInt.of(CoordinatorPartition.of(groupId, partitions));
    }

    /// Hands a request to the coordinator of the group. Completes with the coordinator's answer, or with what `refusal`
    /// makes of the error when there is no coordinator to ask.
    public <R extends Message> CompletionStage<R> ask(
            String groupId,
            Requester requester,
            GroupQuestion question,
            Class<R> type,
            Function<ErrorCode, R> refusal) {
        OptionalInt partition = partitionOf(groupId);
        if (partition.isEmpty()) {
            return CompletableFuture.completedFuture(refusal.apply(ErrorCode.NOT_COORDINATOR));
        }
        var id = new TopicPartition(OFFSETS_TOPIC, partition.getAsInt());
        Shard shard = shards.of(id);
        return shard.ask(() -> {
            GroupHost host = hosts.get(shard.id()).get(id);
            ErrorCode unavailable = host == null ? ErrorCode.NOT_COORDINATOR : host.unavailability();
            if (host == null || unavailable != ErrorCode.NONE) {
                return CompletableFuture.completedFuture(refusal.apply(unavailable));
            }
            return host.ask(question, requester.version(), requester.clientId(), requester.clientHost())
                    .thenApply(type::cast);
        });
    }

    /// Reads from the coordinator of the group.
    public <T> CompletionStage<T> read(
            String groupId, Function<GroupCoordinator, T> reading, Function<ErrorCode, T> refusal) {
        OptionalInt partition = partitionOf(groupId);
        if (partition.isEmpty()) {
            return CompletableFuture.completedFuture(refusal.apply(ErrorCode.NOT_COORDINATOR));
        }
        return readAt(new TopicPartition(OFFSETS_TOPIC, partition.getAsInt()), reading, refusal);
    }

    /// Reads from every coordinator of the node.
    public <T> CompletionStage<List<T>> readAll(
            Shard home, Function<GroupCoordinator, T> reading, Function<ErrorCode, T> refusal) {
        List<TopicPartition> all = IntStream.range(0, metadata.partitionCount(OFFSETS_TOPIC))
                .mapToObj(partition -> new TopicPartition(OFFSETS_TOPIC, partition))
                .toList();
        return Gather.gather(home, all, shards::of, id -> readAt(id, reading, refusal));
    }

    private <T> CompletionStage<T> readAt(
            TopicPartition id, Function<GroupCoordinator, T> reading, Function<ErrorCode, T> refusal) {
        Shard shard = shards.of(id);
        return shard.ask(() -> {
            GroupHost host = hosts.get(shard.id()).get(id);
            ErrorCode unavailable = host == null ? ErrorCode.NOT_COORDINATOR : host.unavailability();
            return CompletableFuture.completedFuture(
                    host == null || unavailable != ErrorCode.NONE
                            ? refusal.apply(unavailable)
                            : reading.apply(host.coordinator()));
        });
    }

    /// A partition of the offsets topic is led here from now on; on the shard of the partition.
    public void partitionOpened(Partition partition) {
        Shard shard = partition.shard();
        var host = new GroupHost(partition, new GroupCoordinator(settings, random), shard);
        hosts.get(shard.id()).put(partition.id(), host);
        new GroupLoad(partition, host, background).start();
    }

    /// A partition of the offsets topic is gone; on the shard of the partition.
    public void partitionClosed(TopicPartition id) {
        GroupHost host = hosts.get(shards.of(id).id()).remove(id);
        if (host != null) {
            host.resign();
        }
    }

    /// Topics are gone, and with them what groups committed there.
    public void topicsDeleted(List<String> topics) {
        for (Shard shard : shards.all()) {
            shard.execute(
                    () -> new ArrayList<>(hosts.get(shard.id()).values()).forEach(host -> host.topicsDeleted(topics)));
        }
    }

    /// Who asks, as far as a coordinator must know.
    public record Requester(short version, String clientId, String clientHost) {}
}
