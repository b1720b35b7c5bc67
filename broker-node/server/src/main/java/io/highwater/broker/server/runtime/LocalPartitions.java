package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.ConfigDescriptions;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.PartitionImage;
import io.highwater.broker.core.controller.TopicImage;
import io.highwater.broker.log.FlushTask;
import io.highwater.broker.log.LogConfig;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.DiskFullException;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.server.metrics.LogMetrics;
import io.highwater.broker.server.runtime.group.Groups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the partitions of this node follow the image of the cluster: opens what is new, closes and deletes what is
/// gone, and passes on changed settings. Files are opened and deleted in the background.
public final class LocalPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPartitions.class);
    /// How often a partition that found no room on the disk is tried again.
    private static final long ROOM_CHECK_MS = 1_000;

    /// Every partition is on this node and on no other.
    private static final int REPLICAS = 1;

    private final int nodeId;
    private final Shards shards;
    private final Background background;
    private final Storage storage;
    private final Partitions partitions;
    private final Groups groups;
    private final ConfigDescriptions configs;
    private final LogMetrics metrics;
    private final OfflinePartitions offline;

    public LocalPartitions(
            int nodeId,
            Shards shards,
            Background background,
            Storage storage,
            Partitions partitions,
            Groups groups,
            ConfigDescriptions configs,
            LogMetrics metrics,
            OfflinePartitions offline) {
        this.nodeId = nodeId;
        this.shards = shards;
        this.background = background;
        this.storage = storage;
        this.partitions = partitions;
        this.groups = groups;
        this.configs = configs;
        this.metrics = metrics;
        this.offline = offline;
    }

    /// Brings this node from one image to the next. Completes on `home` when everything is in force; a partition that
    /// cannot be opened is logged and stays away, the others go on.
    CompletionStage<Void> apply(Shard home, MetadataImage before, MetadataImage after) {
        // A topic that was deleted and created anew needs the name of the old folder.
        return removeDeleted(before, after)
                .thenCompose(_ -> openNew(home, before, after))
                .thenCompose(_ -> background.submit(home, () -> {
                    storage.forceNames();
                    return null;
                }));
    }

    private CompletionStage<Void> openNew(Shard home, MetadataImage before, MetadataImage after) {
        var steps = new ArrayList<CompletionStage<?>>();
        // Before the first image this node knew nothing: what is in it was there in an earlier life.
        boolean isNew = !before.brokers().isEmpty();
        for (TopicImage topic : after.topics()) {
            int known =
                    before.topic(topic.id()).map(old -> old.partitions().size()).orElse(0);
            topic.partitions().stream()
                    .skip(known)
                    .filter(partition -> partition.leader() == nodeId)
                    .forEach(partition ->
                            steps.add(open(topic, partition, configs.topicConfig(after, topic.name()), isNew)));
        }
        if (!before.configs().equals(after.configs())) {
            reconfigure(before, after);
        }
        return allOf(home, steps);
    }

    private CompletionStage<Void> removeDeleted(MetadataImage before, MetadataImage after) {
        var steps = new ArrayList<CompletionStage<?>>();
        var names = new ArrayList<String>();
        for (TopicImage topic : before.topics()) {
            if (after.topic(topic.id()).isEmpty()) {
                names.add(topic.name());
                topic.partitions()
                        .forEach(partition ->
                                steps.add(remove(new TopicPartition(topic.name(), partition.partition()))));
            }
        }
        if (!names.isEmpty()) {
            groups.topicsDeleted(names);
        }
        return allOf(shards.first(), steps);
    }

    private CompletionStage<Void> open(
            TopicImage topic, PartitionImage partition, Map<String, String> settings, boolean isNew) {
        var id = new TopicPartition(topic.name(), partition.partition());
        Shard shard = shards.of(id);
        return background
                .submit(shard, () -> storage.openLog(id, topic.id(), LogConfig.of(settings), shard.nowMs(), isNew))
                .thenCompose(log -> makeDurable(shard, log))
                .<Void>handle((log, error) -> {
                    if (error == null) {
                        offline.remove(id);
                        add(topic, partition, log, minInsyncReplicas(settings), shard);
                    } else {
                        notOpened(id, cause(error), () -> open(topic, partition, settings, isNew));
                    }
                    return null;
                });
    }

    /// What recovery found may never have left the page cache: a producer that sends it again is told that it is there,
    /// so it must be on the disk.
    private CompletionStage<PartitionLog> makeDurable(Shard shard, PartitionLog log) {
        Optional<FlushTask> flush = log.recoveryPoint() < log.nextOffset() ? log.prepareFlush() : Optional.empty();
        if (flush.isEmpty()) {
            return CompletableFuture.completedFuture(log);
        }
        FlushTask task = flush.get();
        return background
                .flush(shard, () -> {
                    try {
                        task.run();
                    } catch (DirectoryFaultException e) {
                        log.abandon();
                        throw e;
                    }
                    return task;
                })
                .thenApply(done -> {
                    log.flushed(done);
                    return log;
                });
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private void waitForRoom(TopicPartition id, Throwable cause, Runnable again) {
        if (!offline.contains(id)) {
            LOG.atWarn()
                    .addKeyValue("partition", id)
                    .addKeyValue("error", cause.getMessage())
                    .log("the disk is full; the partition is opened as soon as there is room");
        }
        offline.suspend(id);
        shards.of(id).schedule(ROOM_CHECK_MS, () -> {
            // It has left the set if its topic was deleted meanwhile.
            if (offline.contains(id)) {
                again.run();
            }
        });
    }

    private void notOpened(TopicPartition id, Throwable cause, Runnable again) {
        if (cause instanceof DiskFullException) {
            waitForRoom(id, cause, again);
            return;
        }
        LOG.atError()
                .addKeyValue("partition", id)
                .setCause(cause)
                .log("a partition could not be opened; it is offline");
        offline.add(List.of(id));
        if (cause instanceof DirectoryFaultException fault && !fault.isPermission()) {
            storage.fail(id, cause);
            failWholeDirectory(id, cause);
        }
    }

    private void add(TopicImage topic, PartitionImage image, PartitionLog log, int minInsyncReplicas, Shard shard) {
        var partition = new Partition(
                nodeId, topic.id(), log, image.leaderEpoch(), minInsyncReplicas, shard, background, metrics);
        partition.onFault(cause -> failDirectoryOf(partition, cause));
        partitions.add(partition);
        if (topic.name().equals(Groups.OFFSETS_TOPIC)) {
            groups.partitionOpened(partition);
        }
    }

    /// After one fault nothing in the same directory is trusted any more.
    private void failDirectoryOf(Partition failed, Throwable cause) {
        offline.add(List.of(failed.id()));
        storage.fail(failed.id(), cause);
        failWholeDirectory(failed.id(), cause);
    }

    private void failWholeDirectory(TopicPartition failed, Throwable cause) {
        Optional<Path> directory = storage.pathOf(failed);
        if (directory.isPresent()) {
            partitions.askAll(shards.of(failed), partition -> {
                if (storage.pathOf(partition.id()).equals(directory)) {
                    partition.fault(cause);
                }
                return partition.id();
            });
        }
    }

    /// A partition that cannot be removed does not hold up the others.
    private CompletionStage<Void> remove(TopicPartition id) {
        Shard shard = shards.of(id);
        return shard.ask(() -> {
                    Partition partition = partitions.remove(id);
                    offline.remove(id);
                    if (partition == null) {
                        // It could not be opened, but its folder is there.
                        return delete(shard, id, () -> {});
                    }
                    if (id.topic().equals(Groups.OFFSETS_TOPIC)) {
                        groups.partitionClosed(id);
                    }
                    return partition
                            .stop()
                            .thenCompose(
                                    _ -> delete(shard, id, () -> partition.log().abandon()));
                })
                .exceptionally(error -> {
                    LOG.atError()
                            .addKeyValue("partition", id)
                            .setCause(error)
                            .log("a deleted partition could not be removed from the disk");
                    return null;
                });
    }

    private CompletionStage<Void> delete(Shard shard, TopicPartition id, Runnable letGo) {
        return background
                .submit(shard, () -> {
                    letGo.run();
                    return storage.delete(id);
                })
                .thenAccept(background::run);
    }

    private void reconfigure(MetadataImage before, MetadataImage after) {
        for (TopicImage topic : after.topics()) {
            if (before.topic(topic.id()).isEmpty()) {
                continue;
            }
            try {
                reconfigure(topic, configs.topicConfig(after, topic.name()));
            } catch (IllegalArgumentException e) {
                LOG.atError()
                        .addKeyValue("topic", topic.name())
                        .setCause(e)
                        .log("the settings of a topic make no sense here; it keeps the old ones");
            }
        }
    }

    private void reconfigure(TopicImage topic, Map<String, String> settings) {
        LogConfig config = LogConfig.of(settings);
        int minInsyncReplicas = minInsyncReplicas(settings);
        for (PartitionImage partition : topic.partitions()) {
            var id = new TopicPartition(topic.name(), partition.partition());
            shards.of(id).execute(() -> {
                Partition here = partitions.find(id);
                if (here != null) {
                    here.reconfigure(config, minInsyncReplicas);
                }
            });
        }
    }

    /// What acks=all waits for: `min.insync.replicas`, but never more than the partition has replicas.
    private static int minInsyncReplicas(Map<String, String> settings) {
        return Math.min(REPLICAS, Integer.parseInt(settings.getOrDefault("min.insync.replicas", "1")));
    }

    /// Closes all partitions for good.
    ///
    /// @return those of which it is not certain that they are safely on the disk
    Set<TopicPartition> closeAll() {
        List<Partition> all = stopAll().join();
        Set<TopicPartition> unclean = offline.all();
        background.inParallel(all, partition -> {
            if (!close(partition)) {
                unclean.add(partition.id());
            }
        });
        storage.checkpoint(all.stream().map(LocalPartitions::position).toList());
        return unclean;
    }

    private CompletableFuture<List<Partition>> stopAll() {
        return partitions
                .askAll(shards.first(), partition -> partition)
                .thenCompose(all -> allOf(
                                shards.first(),
                                all.stream()
                                        .<CompletionStage<?>>map(
                                                partition -> partition.shard().ask(partition::stop))
                                        .toList())
                        .thenApply(_ -> all))
                .toCompletableFuture();
    }

    private static boolean close(Partition partition) {
        boolean failed = partition.log().hasFailed();
        try {
            partition.log().close();
            return !failed;
        } catch (DirectoryFaultException e) {
            LOG.atError()
                    .addKeyValue("partition", partition.id())
                    .setCause(e)
                    .log("a log could not be closed cleanly; the next start will check it");
            return false;
        }
    }

    /// Where the logs are, for checkpoints; on the shard of the partition.
    static Storage.Position position(Partition partition) {
        return new Storage.Position(
                partition.id(),
                partition.topicId(),
                partition.log().recoveryPoint(),
                partition.logStartOffset(),
                partition.highWatermark());
    }

    private static CompletionStage<Void> allOf(Shard home, List<CompletionStage<?>> steps) {
        var all = new CompletableFuture<Void>();
        CompletionStage<Void> done = CompletableFuture.allOf(
                steps.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
        done.whenComplete((_, error) -> home.run(() -> {
            if (error == null) {
                all.complete(null);
            } else {
                all.completeExceptionally(error);
            }
        }));
        return all;
    }
}
