package io.highwater.broker.server.runtime;

import io.highwater.broker.log.LogConfig;
import io.highwater.broker.log.LogState;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.log.directory.HostedPartition;
import io.highwater.broker.log.directory.LogDirectory;
import io.highwater.broker.log.directory.MetaProperties;
import io.highwater.broker.log.directory.OffsetCheckpoint;
import io.highwater.broker.log.directory.UnusableDirectoryException;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What lies in the log directories of the node. Prepares empty directories by itself: there is no separate step to
/// format them.
///
/// A map of this file: opening, logs, what must go, checkpoints, plain facts. [LogDirectories] knows which directories
/// can be used.
///
/// All methods block: to be run off the shards. Thread-safety: partitions may be opened and deleted by several threads
/// at a time.
public final class Storage implements AutoCloseable {
    /// The log of decisions about the cluster.
    public static final TopicPartition METADATA = new TopicPartition("__cluster_metadata", 0);

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    /// Kafka's fixed id of the metadata topic.
    private static final Uuid METADATA_TOPIC_ID = new Uuid(0, 1);

    private final LogDirectories directories;
    private final SecureRandom random;
    /// What was found at the start and has not been opened yet.
    private final Map<TopicPartition, HostedPartition> found = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Placement> placed = new ConcurrentHashMap<>();
    /// Directories whose names have changed since they were last forced.
    private final Set<LogDirectory> unforced = ConcurrentHashMap.newKeySet();

    /// Where a partition lies.
    ///
    /// @param topicId tells it from an older one of the same name; [Uuid#ZERO] when its folder does not say
    private record Placement(LogDirectory directory, Uuid topicId) {}

    /// A folder to open a log in.
    private record Folder(LogDirectory directory, Path path, LogState state) {}

    private Storage(LogDirectories directories, SecureRandom random) {
        this.directories = directories;
        this.random = random;
    }

    // --- opening

    /// Locks and reads the directories; gives new ones an identity. A directory that cannot be used is left out.
    ///
    /// @param clusterId the id for a new cluster; empty for a random one
    /// @throws WrongIdentityException when a directory belongs to another cluster or node
    public static Storage open(
            Disk disk, List<Path> logDirs, Path metadataDir, int nodeId, String clusterId, SecureRandom random) {
        LogDirectories directories = LogDirectories.open(disk, logDirs, metadataDir, nodeId, clusterId, random);
        try {
            var storage = new Storage(directories, random);
            directories.onlineWithMetadata().forEach(storage::lookInto);
            return storage;
        } catch (RuntimeException e) {
            directories.close();
            throw e;
        }
    }

    private void lookInto(LogDirectory directory) {
        List<HostedPartition> hosted;
        try {
            hosted = directory.partitions();
        } catch (DirectoryFaultException e) {
            directories.fail(directory.path(), e);
            return;
        }
        for (HostedPartition partition : hosted) {
            HostedPartition other = found.putIfAbsent(partition.partition(), partition);
            if (other != null) {
                throw new UnusableDirectoryException(
                        partition.path(),
                        "the same partition lies in %s as well; take the older one of both away"
                                .formatted(other.path()));
            }
            placed.put(partition.partition(), new Placement(directory, partition.topicId()));
        }
    }

    // --- logs

    /// Opens the metadata log, which is always flushed before anybody is answered.
    PartitionLog openMetadataLog(long nowMs) {
        LogDirectory directory = directories.metadata();
        HostedPartition hosted = found.remove(METADATA);
        placed.put(METADATA, new Placement(directory, METADATA_TOPIC_ID));
        Path path = hosted == null ? directory.create(METADATA, METADATA_TOPIC_ID) : hosted.path();
        if (hosted == null) {
            directory.force();
        }
        LogConfig config =
                LogConfig.of(Map.of("cleanup.policy", "compact", "retention.ms", "-1", "flush.mode", "group-commit"));
        return makeDurable(PartitionLog.open(
                directory.disk(),
                path,
                METADATA,
                config,
                hosted == null ? LogState.NEW : hosted.state(),
                nowMs,
                RecoveryReport::tell));
    }

    /// Opens the log of a partition, where it was found or in the directory with the fewest partitions. A new folder is
    /// durable after the next [#forceNames], and what recovery found after the first flush.
    ///
    /// @param isNew whether the partition was created just now: then it cannot lie in a directory that failed
    /// @throws DirectoryOfflineException when the partition must be in a failed directory
    PartitionLog openLog(TopicPartition partition, Uuid topicId, LogConfig config, long nowMs, boolean isNew) {
        Folder folder = place(partition, topicId, isNew);
        PartitionLog log = PartitionLog.open(
                folder.directory().disk(),
                folder.path(),
                partition,
                config,
                folder.state(),
                nowMs,
                RecoveryReport::tell);
        found.remove(partition);
        return log;
    }

    private static PartitionLog makeDurable(PartitionLog log) {
        if (log.recoveryPoint() < log.nextOffset()) {
            try {
                log.prepareFlush().ifPresent(task -> {
                    task.run();
                    log.flushed(task);
                });
            } catch (DirectoryFaultException e) {
                log.abandon();
                throw e;
            }
        }
        return log;
    }

    private synchronized Folder place(TopicPartition partition, Uuid topicId, boolean isNew) {
        HostedPartition hosted = found.get(partition);
        if (hosted != null
                && !hosted.topicId().equals(Uuid.ZERO)
                && !hosted.topicId().equals(topicId)) {
            setAside(partition, "it belongs to an older topic of the same name");
            hosted = null;
        }
        Placement known = placed.get(partition);
        boolean isLost = known == null
                ? !isNew && !directories.failed().isEmpty()
                : directories.isFailed(known.directory().path());
        if (isLost) {
            throw new DirectoryOfflineException(partition, directories.failed().keySet());
        }
        LogDirectory directory = known == null ? emptiest() : known.directory();
        placed.put(partition, new Placement(directory, topicId));
        if (hosted != null) {
            return new Folder(directory, hosted.path(), hosted.state());
        }
        Path path = directory.create(partition, topicId);
        unforced.add(directory);
        return new Folder(directory, path, LogState.NEW);
    }

    private LogDirectory emptiest() {
        var counts = new HashMap<LogDirectory, Integer>();
        placed.values().forEach(placement -> counts.merge(placement.directory(), 1, Integer::sum));
        return directories.online().stream()
                .min(Comparator.comparingInt(directory -> counts.getOrDefault(directory, 0)))
                .orElseThrow(() -> new DirectoryOfflineException(METADATA, directories.dataPaths()));
    }

    /// Makes durable which partitions there are, for all that were created and deleted before.
    void forceNames() {
        for (LogDirectory directory : Set.copyOf(unforced)) {
            unforced.remove(directory);
            try {
                directory.force();
            } catch (DirectoryFaultException e) {
                directories.fail(directory.path(), e);
            }
        }
    }

    // --- what must go

    /// Takes the folder of a partition out; its log has been given up.
    ///
    /// @return what is to be deleted
    synchronized Runnable delete(TopicPartition partition) {
        found.remove(partition);
        Placement placement = placed.remove(partition);
        if (placement == null || directories.isFailed(placement.directory().path())) {
            return () -> {};
        }
        unforced.add(placement.directory());
        return placement.directory().delete(partition, random);
    }

    /// Renames what no topic wants: a human may want it. Afterwards its name is free.
    ///
    /// @param isWanted whether a partition of this name belongs to a topic
    public synchronized void setStraysAside(Predicate<TopicPartition> isWanted) {
        for (TopicPartition partition : Set.copyOf(found.keySet())) {
            if (!isWanted.test(partition)) {
                try {
                    setAside(partition, "it belongs to no topic");
                } catch (DirectoryFaultException e) {
                    LOG.atError()
                            .addKeyValue("partition", partition)
                            .setCause(e)
                            .log("belongs to no topic and could not be renamed");
                }
            }
        }
        forceNames();
    }

    private void setAside(TopicPartition partition, String reason) {
        found.remove(partition);
        Placement placement = placed.remove(partition);
        if (placement != null) {
            unforced.add(placement.directory());
            Path target = placement.directory().setAside(partition, random);
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("file", target)
                    .log("a folder was set aside: {}; delete it if nobody misses it", reason);
        }
    }

    /// Where is noted up to which offset the logs of a partition's directory are compacted.
    Optional<OffsetCheckpoint> cleanedOffsets(TopicPartition partition) {
        return Optional.ofNullable(placed.get(partition))
                .map(placement -> placement.directory().cleanedOffsets());
    }

    // --- checkpoints

    /// Where the logs are, for the next start.
    ///
    /// @param topicId       tells the partition from a later one of the same name
    /// @param recoveryPoint everything before was flushed
    record Position(
            TopicPartition partition, Uuid topicId, long recoveryPoint, long logStartOffset, long highWatermark) {}

    /// Writes the checkpoints of all directories. Partitions that were deleted since are left out: the files know names
    /// only, and another topic may have the name now. What could not be opened keeps what was known of it.
    synchronized void checkpoint(List<Position> positions) {
        for (LogDirectory directory : directories.onlineWithMetadata()) {
            var file = new Checkpoints();
            found.values().forEach(hosted -> {
                if (isIn(directory, hosted.partition())) {
                    file.put(
                            hosted.partition(),
                            hosted.state().recoveryPoint(),
                            hosted.state().logStartOffset(),
                            hosted.highWatermark());
                }
            });
            for (Position position : positions) {
                if (new Placement(directory, position.topicId()).equals(placed.get(position.partition()))) {
                    file.put(
                            position.partition(),
                            position.recoveryPoint(),
                            position.logStartOffset(),
                            position.highWatermark());
                }
            }
            try {
                file.write(directory);
            } catch (DirectoryFaultException e) {
                if (!directories.fail(directory.path(), e)) {
                    LOG.atWarn()
                            .addKeyValue("directory", directory.path())
                            .addKeyValue("error", e.getMessage())
                            .log("checkpoints could not be written; a start after a crash would have more to check");
                }
            }
        }
    }

    private boolean isIn(LogDirectory directory, TopicPartition partition) {
        Placement placement = placed.get(partition);
        return placement != null && placement.directory().equals(directory);
    }

    /// The three checkpoint files of one directory.
    private static final class Checkpoints {
        private final Map<TopicPartition, Long> recoveryPoints = new HashMap<>();
        private final Map<TopicPartition, Long> logStartOffsets = new HashMap<>();
        private final Map<TopicPartition, Long> highWatermarks = new HashMap<>();

        void put(TopicPartition partition, long recoveryPoint, long logStartOffset, long highWatermark) {
            recoveryPoints.put(partition, recoveryPoint);
            highWatermarks.put(partition, highWatermark);
            if (logStartOffset > 0) {
                logStartOffsets.put(partition, logStartOffset);
            }
        }

        void write(LogDirectory directory) {
            directory.recoveryPoints().write(recoveryPoints);
            directory.logStartOffsets().write(logStartOffsets);
            directory.highWatermarks().write(highWatermarks);
        }
    }

    /// All logs are closed and all checkpoints written.
    ///
    /// @param unclean partitions whose log is not known to be whole: their directories must be checked
    void markCleanShutdown(long brokerEpoch, Collection<TopicPartition> unclean) {
        for (LogDirectory directory : directories.onlineWithMetadata()) {
            if (unclean.stream().noneMatch(partition -> isIn(directory, partition))) {
                directory.markCleanShutdown(brokerEpoch);
            }
        }
    }

    @Override
    public void close() {
        directories.close();
    }

    // --- failing

    /// The disk under a partition failed, and with it all of its directory. Unknown partitions concern nobody.
    void fail(TopicPartition partition, Throwable cause) {
        Placement placement = placed.get(partition);
        if (placement != null) {
            directories.fail(placement.directory().path(), cause);
        }
    }

    /// Completes with the reason when so much has failed that the node cannot go on.
    public CompletionStage<String> ended() {
        return directories.ended();
    }

    /// The directories that failed, with the reasons.
    public Map<Path, String> failedDirectories() {
        return directories.failed();
    }

    // --- plain facts

    /// To which cluster the directories belong.
    public String clusterId() {
        return directories.clusterId();
    }

    /// The ids of the directories that can be used, for the node's registration.
    public List<Uuid> directoryIds() {
        return directories.online().stream()
                .flatMap(directory -> directory.metaProperties().stream())
                .map(MetaProperties::directoryId)
                .toList();
    }

    /// The id of the directory that the metadata log lies in.
    public Uuid metadataDirectoryId() {
        return directories
                .metadata()
                .metaProperties()
                .map(MetaProperties::directoryId)
                .orElse(Uuid.ZERO);
    }

    /// Whether the last broker closed all its logs.
    public boolean wasCleanlyShutDown() {
        return directories.onlineWithMetadata().stream().allMatch(LogDirectory::wasCleanlyShutDown);
    }

    /// The directory of a partition.
    public Optional<Path> pathOf(TopicPartition partition) {
        @Nullable Placement placement = placed.get(partition);
        return placement == null
                ? Optional.empty()
                : Optional.of(placement.directory().path());
    }

    /// All log directories, failed ones as well.
    public List<Path> paths() {
        return directories.dataPaths();
    }
}
