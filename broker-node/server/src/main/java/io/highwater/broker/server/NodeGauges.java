package io.highwater.broker.server;

import static io.highwater.broker.server.metrics.Sample.label;

import io.highwater.broker.core.group.GroupCoordinator;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.highwater.broker.server.metrics.MetricRegistry;
import io.highwater.broker.server.metrics.Sample;
import io.highwater.broker.server.net.Listeners;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Figures that are read from the shards when somebody asks for them. Only on the page's own thread, which may wait.
final class NodeGauges {
    private static final long PATIENCE_SECONDS = 5;

    private final Node node;
    private final Storage storage;
    private final Listeners listeners;

    NodeGauges(Node node, Storage storage, Listeners listeners) {
        this.node = node;
        this.storage = storage;
        this.listeners = listeners;
    }

    private record Position(TopicPartition id, long highWatermark, long bytes) {}

    void register(MetricRegistry registry) {
        registry.gauge(
                "highwater_connections", "Open connections.", () -> List.of(Sample.of(listeners.connectionCount())));
        registry.gauge(
                "highwater_partitions",
                "Partitions led by this node.",
                () -> List.of(Sample.of(positions().size())));
        registry.gauge(
                "highwater_partitions_offline",
                "Partitions whose disk failed.",
                () -> List.of(Sample.of((double) offline())));
        registry.gauge(
                "highwater_log_directory_offline",
                "Whether a log directory failed, 1, or not, 0.",
                () -> storage.paths().stream()
                        .map(path -> new Sample(
                                label("directory", path.toString()),
                                storage.failedDirectories().containsKey(path) ? 1 : 0))
                        .toList());
        registry.gauge(
                "highwater_log_size_bytes",
                "Bytes of all logs.",
                () -> List.of(Sample.of(
                        (double) positions().stream().mapToLong(Position::bytes).sum())));
        registry.gauge(
                "highwater_groups",
                "Consumer groups.",
                () -> List.of(Sample.of(committed().size())));
        registry.gauge(
                "highwater_consumer_lag_records", "Records that a group has not committed yet.", this::consumerLag);
    }

    /// Why the node is not well.
    Optional<String> problem() {
        long offline = offline();
        return offline == 0 && storage.failedDirectories().isEmpty()
                ? Optional.empty()
                : Optional.of("%d partitions are offline because a disk failed; failed log directories: %s"
                        .formatted(offline, storage.failedDirectories().keySet()));
    }

    private long offline() {
        return node.metadata().offline().count();
    }

    private List<Position> positions() {
        return await(node.partitions()
                .askAll(
                        node.shards().first(),
                        partition -> new Position(partition.id(), partition.highWatermark(), partition.sizeInBytes())));
    }

    private List<OffsetFetchResponseGroup> committed() {
        return await(node.groups()
                        .<List<OffsetFetchResponseGroup>>readAll(
                                node.shards().first(), NodeGauges::committed, _ -> List.of()))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<OffsetFetchResponseGroup> committed(GroupCoordinator coordinator) {
        return coordinator.listGroups(List.of(), List.of()).stream()
                .map(group -> coordinator.fetchOffsets(
                        new OffsetFetchRequestGroup().groupId(group.groupId()).topics(null), false))
                .toList();
    }

    private List<Sample> consumerLag() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        positions().forEach(position -> ends.put(position.id(), position.highWatermark()));
        var samples = new ArrayList<Sample>();
        for (OffsetFetchResponseGroup group : committed()) {
            group.topics()
                    .forEach(topic -> topic.partitions().forEach(partition -> {
                        Long end = ends.get(new TopicPartition(topic.name(), partition.partitionIndex()));
                        if (end != null && partition.committedOffset() >= 0) {
                            samples.add(new Sample(
                                    label("group", group.groupId()) + "," + label("topic", topic.name()) + ","
                                            + label("partition", Integer.toString(partition.partitionIndex())),
                                    (double) Math.max(0, end - partition.committedOffset())));
                        }
                    }));
        }
        return samples;
    }

    private static <T> T await(CompletionStage<T> answer) {
        return answer.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
