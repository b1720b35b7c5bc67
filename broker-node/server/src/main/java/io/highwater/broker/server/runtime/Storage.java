package io.highwater.broker.server.runtime;

import io.highwater.broker.log.LogConfig;
import io.highwater.broker.log.LogState;
import io.highwater.broker.log.PartitionLog;
import io.highwater.broker.log.directory.HostedPartition;
import io.highwater.broker.log.directory.LogDirectory;
import io.highwater.broker.log.directory.MetaProperties;
import io.highwater.broker.log.recovery.RecoveryEvent;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log directories of the node and what lies in them. Prepares empty directories by itself: there is no separate
/// step to format them.
///
/// All methods block: to be run off the shards. Thread-safety: partitions may be opened and deleted by several threads
/// at a time.
public final class Storage implements AutoCloseable {
    /// The log of decisions about the cluster.
    public static final TopicPartition METADATA = new TopicPartition("__cluster_metadata", 0);

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    /// Kafka's fixed id of the metadata topic.
    private static final Uuid METADATA_TOPIC_ID = new Uuid(0, 1);

    private final List<LogDirectory> directories;
    private final LogDirectory metadataDirectory;
    private final MetaProperties identity;
    private final SecureRandom random;
    /// What was found at the start and has not been opened yet.
    private final Map<TopicPartition, HostedPartition> found = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Placement> placed = new ConcurrentHashMap<>();

    /// Where a partition lies.
    ///
    /// @param topicId tells it from an older one of the same name; [Uuid#ZERO] when its folder does not say
    private record Placement(LogDirectory directory, Uuid topicId) {}

    /// A folder to open a log in.
    private record Folder(LogDirectory directory, Path path, LogState state) {}

    private Storage(
            List<LogDirectory> directories,
            LogDirectory metadataDirectory,
            MetaProperties identity,
            SecureRandom random) {
        this.directories = directories;
        this.metadataDirectory = metadataDirectory;
        this.identity = identity;
        this.random = random;
        for (LogDirectory directory : directories) {
            for (HostedPartition partition : directory.partitions()) {
                found.put(partition.partition(), partition);
                placed.put(partition.partition(), new Placement(directory, partition.topicId()));
            }
        }
    }

    /// Locks and reads the directories; gives new ones an identity.
    ///
    /// @param clusterId the id for a new cluster; empty for a random one
    /// @throws WrongIdentityException when a directory belongs to another cluster or node
    public static Storage open(
            Disk disk, List<Path> logDirs, Path metadataDir, int nodeId, String clusterId, SecureRandom random) {
        var opened = new HashMap<Path, LogDirectory>();
        try {
            for (Path path : new LinkedHashSet<>(withMetadata(logDirs, metadataDir))) {
                opened.put(path, LogDirectory.open(disk, path));
            }
            MetaProperties identity = identify(opened.values(), nodeId, clusterId, random);
            return new Storage(
                    logDirs.stream().map(path -> opened(opened, path)).toList(),
                    opened(opened, metadataDir),
                    identity,
                    random);
        } catch (RuntimeException e) {
            opened.values().forEach(LogDirectory::close);
            throw e;
        }
    }

    private static LogDirectory opened(Map<Path, LogDirectory> directories, Path path) {
        return Objects.requireNonNull(directories.get(path));
    }

    private static List<Path> withMetadata(List<Path> logDirs, Path metadataDir) {
        var all = new ArrayList<>(logDirs);
        all.add(metadataDir);
        return all;
    }

    private static MetaProperties identify(
            Collection<LogDirectory> directories, int nodeId, String clusterId, SecureRandom random) {
        Optional<MetaProperties> known = directories.stream()
                .flatMap(directory -> directory.metaProperties().stream())
                .findFirst();
        String cluster = known.map(MetaProperties::clusterId)
                .orElseGet(() -> clusterId.isEmpty() ? Uuid.random(random).toString() : clusterId);
        if (!clusterId.isEmpty() && !clusterId.equals(cluster)) {
            throw new WrongIdentityException("highwater.cluster.id", clusterId, cluster);
        }
        for (LogDirectory directory : directories) {
            Optional<MetaProperties> properties = directory.metaProperties();
            if (properties.isEmpty()) {
                directory.format(new MetaProperties(cluster, nodeId, Uuid.random(random)));
            } else {
                check(directory, properties.get(), cluster, nodeId);
            }
        }
        return new MetaProperties(cluster, nodeId, Uuid.ZERO);
    }

    private static void check(LogDirectory directory, MetaProperties properties, String cluster, int nodeId) {
        if (properties.nodeId() != nodeId) {
            throw new WrongIdentityException(
                    directory.path() + ": node.id", Integer.toString(nodeId), Integer.toString(properties.nodeId()));
        }
        if (!properties.clusterId().equals(cluster)) {
            throw new WrongIdentityException(directory.path() + ": cluster.id", cluster, properties.clusterId());
        }
    }

    /// To which cluster the directories belong.
    public String clusterId() {
        return identity.clusterId();
    }

    /// The ids of the directories, for the node's registration.
    public List<Uuid> directoryIds() {
        return directories.stream()
                .flatMap(directory -> directory.metaProperties().stream())
                .map(MetaProperties::directoryId)
                .toList();
    }

    /// The id of the directory that the metadata log lies in.
    public Uuid metadataDirectoryId() {
        return metadataDirectory
                .metaProperties()
                .map(MetaProperties::directoryId)
                .orElse(Uuid.ZERO);
    }

    /// Whether the last broker closed all its logs.
    public boolean wasCleanlyShutDown() {
        return directories.stream().allMatch(LogDirectory::wasCleanlyShutDown);
    }

    /// Opens the metadata log, which is always flushed before anybody is answered.
    PartitionLog openMetadataLog(long nowMs) {
        HostedPartition hosted = metadataDirectory.partitions().stream()
                .filter(partition -> partition.partition().equals(METADATA))
                .findFirst()
                .orElse(null);
        found.remove(METADATA);
        Path path = hosted == null ? metadataDirectory.create(METADATA, METADATA_TOPIC_ID) : hosted.path();
        LogConfig config =
                LogConfig.of(Map.of("cleanup.policy", "compact", "retention.ms", "-1", "flush.mode", "group-commit"));
        return makeDurable(PartitionLog.open(
                metadataDirectory.disk(),
                path,
                METADATA,
                config,
                hosted == null ? LogState.NEW : hosted.state(),
                nowMs,
                Storage::tell));
    }

    /// Opens the log of a partition, where it was found or in the directory with the fewest partitions.
    PartitionLog openLog(TopicPartition partition, Uuid topicId, LogConfig config, long nowMs) {
        Folder folder = place(partition, topicId);
        return makeDurable(PartitionLog.open(
                folder.directory().disk(), folder.path(), partition, config, folder.state(), nowMs, Storage::tell));
    }

    /// What recovery found may never have left the page cache: a producer that sends it again is told that it is there,
    /// so it must be on the disk.
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

    private synchronized Folder place(TopicPartition partition, Uuid topicId) {
        HostedPartition hosted = found.remove(partition);
        if (hosted != null
                && !hosted.topicId().equals(Uuid.ZERO)
                && !hosted.topicId().equals(topicId)) {
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .log("removed what an older topic of the same name had left");
            delete(partition).run();
            hosted = null;
        }
        if (hosted != null) {
            LogDirectory directory = directoryOf(partition).orElseGet(directories::getFirst);
            placed.put(partition, new Placement(directory, topicId));
            return new Folder(directory, hosted.path(), hosted.state());
        }
        LogDirectory directory = emptiest();
        if (directory.disk().exists(directory.path().resolve(partition.toString()))) {
            directory.delete(partition, random).run();
        }
        Path path = directory.create(partition, topicId);
        placed.put(partition, new Placement(directory, topicId));
        return new Folder(directory, path, LogState.NEW);
    }

    /// Takes the folder of a partition out; its log has been given up.
    ///
    /// @return what is to be deleted
    synchronized Runnable delete(TopicPartition partition) {
        found.remove(partition);
        Placement placement = placed.remove(partition);
        return placement == null ? () -> {} : placement.directory().delete(partition, random);
    }

    private Optional<LogDirectory> directoryOf(TopicPartition partition) {
        return Optional.ofNullable(placed.get(partition)).map(Placement::directory);
    }

    /// The directory of a partition.
    public Optional<Path> pathOf(TopicPartition partition) {
        return directoryOf(partition).map(LogDirectory::path);
    }

    /// All log directories.
    public List<Path> paths() {
        return directories.stream().map(LogDirectory::path).toList();
    }

    /// Partitions on disk that no topic wants; left alone, because a human may want them.
    public List<TopicPartition> strays() {
        return List.copyOf(found.keySet());
    }

    /// Where the logs are, for the next start.
    ///
    /// @param topicId       tells the partition from a later one of the same name
    /// @param recoveryPoint everything before was flushed
    record Position(
            TopicPartition partition, Uuid topicId, long recoveryPoint, long logStartOffset, long highWatermark) {}

    /// Writes the checkpoints of all directories. Partitions that were deleted since are left out: the files know names
    /// only, and another topic may have the name now.
    synchronized void checkpoint(List<Position> positions) {
        for (LogDirectory directory : directories) {
            var recoveryPoints = new HashMap<TopicPartition, Long>();
            var logStartOffsets = new HashMap<TopicPartition, Long>();
            var highWatermarks = new HashMap<TopicPartition, Long>();
            for (Position position : positions) {
                if (new Placement(directory, position.topicId()).equals(placed.get(position.partition()))) {
                    recoveryPoints.put(position.partition(), position.recoveryPoint());
                    highWatermarks.put(position.partition(), position.highWatermark());
                    if (position.logStartOffset() > 0) {
                        logStartOffsets.put(position.partition(), position.logStartOffset());
                    }
                }
            }
            directory.recoveryPoints().write(recoveryPoints);
            directory.logStartOffsets().write(logStartOffsets);
            directory.highWatermarks().write(highWatermarks);
        }
    }

    /// All logs are closed and all checkpoints written.
    void markCleanShutdown(long brokerEpoch) {
        var all = new LinkedHashSet<>(directories);
        all.add(metadataDirectory);
        all.forEach(directory -> directory.markCleanShutdown(brokerEpoch));
    }

    @Override
    public void close() {
        directories.forEach(LogDirectory::close);
        if (!directories.contains(metadataDirectory)) {
            metadataDirectory.close();
        }
    }

    private LogDirectory emptiest() {
        var counts = new HashMap<LogDirectory, Integer>();
        placed.values().forEach(placement -> counts.merge(placement.directory(), 1, Integer::sum));
        return directories.stream()
                .min(Comparator.comparingInt(directory -> counts.getOrDefault(directory, 0)))
                .orElseThrow();
    }

    private static void tell(RecoveryEvent event) {
        switch (event) {
            case RecoveryEvent.TailCut cut ->
                LOG.atWarn()
                        .addKeyValue("file", cut.segment())
                        .addKeyValue("lostBytes", cut.lostBytes())
                        .log("cut off an incomplete end: {}", cut.reason());
            case RecoveryEvent.SegmentDropped dropped ->
                LOG.atWarn()
                        .addKeyValue("file", dropped.segment())
                        .addKeyValue("lostBytes", dropped.lostBytes())
                        .log("dropped a segment behind an incomplete end");
            case RecoveryEvent.StartedAnew anew ->
                LOG.atWarn()
                        .addKeyValue("file", anew.directory())
                        .addKeyValue("offset", anew.logStartOffset())
                        .log("nothing of the log was left; it starts anew");
            case RecoveryEvent.LeftoverDeleted _, RecoveryEvent.SegmentChecked _, RecoveryEvent.ProducersRestored _ ->
                LOG.debug("{}", event);
        }
    }
}
