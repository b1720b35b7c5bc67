package io.highwater.broker.log.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.highwater.broker.log.DeletionTask;
import io.highwater.broker.log.LogState;
import io.highwater.broker.log.store.DirectoryLock;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskEntry;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One log directory, locked for this process until closed.
///
/// Knows which partitions lie in it, what the last broker wrote down about them, and whether that broker stopped
/// cleanly. Opening says so only once: the marker is gone from then on, until [#markCleanShutdown].
///
/// All methods block. Thread-safety: any thread may call; each partition is created and deleted by one at a time.
public final class LogDirectory implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
    private static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    private static final String LOG_START_OFFSETS = "log-start-offset-checkpoint";
    private static final String HIGH_WATERMARKS = "replication-offset-checkpoint";
    private static final String CLEANED_OFFSETS = "cleaner-offset-checkpoint";
    private static final String DELETE_SUFFIX = "-delete";
    private static final String STRAY_SUFFIX = "-stray";
    private static final int MAX_NAME = 255;

    private final Disk disk;
    private final Path path;
    private final DirectoryLock lock;
    private final boolean cleanlyShutDown;
    private final OffsetCheckpoint recoveryPoints;
    private final OffsetCheckpoint logStartOffsets;
    private final OffsetCheckpoint highWatermarks;
    private final OffsetCheckpoint cleanedOffsets;

    private LogDirectory(Disk disk, Path path, DirectoryLock lock, boolean cleanlyShutDown) {
        this.disk = disk;
        this.path = path;
        this.lock = lock;
        this.cleanlyShutDown = cleanlyShutDown;
        this.recoveryPoints = new OffsetCheckpoint(disk, path.resolve(RECOVERY_POINTS));
        this.logStartOffsets = new OffsetCheckpoint(disk, path.resolve(LOG_START_OFFSETS));
        this.highWatermarks = new OffsetCheckpoint(disk, path.resolve(HIGH_WATERMARKS));
        this.cleanedOffsets = new OffsetCheckpoint(disk, path.resolve(CLEANED_OFFSETS));
    }

    /// Opens the directory, which is created if it is not there.
    ///
    /// @throws io.highwater.broker.log.store.DirectoryInUseException when another broker has it
    public static LogDirectory open(Disk disk, Path path) {
        disk.createDirectories(path);
        var lock = disk.lock(path.resolve(LOCK));
        var marker = path.resolve(CLEAN_SHUTDOWN);
        var clean = disk.exists(marker);
        if (clean) {
            disk.delete(marker);
            // The marker must not come back after a power loss: it would hide an unclean stop.
            disk.forceDirectory(path);
        }
        return new LogDirectory(disk, path, lock, clean);
    }

    /// To which cluster and node it belongs; empty for a new directory.
    public Optional<MetaProperties> metaProperties() {
        var file = path.resolve(MetaProperties.FILE_NAME);
        return disk.exists(file) ? Optional.of(MetaProperties.decode(disk.readAll(file), file)) : Optional.empty();
    }

    /// Makes it belong to a cluster and node.
    public void format(MetaProperties properties) {
        disk.replace(path.resolve(MetaProperties.FILE_NAME), properties.encode());
    }

    /// Whether the last broker closed all logs in it.
    public boolean wasCleanlyShutDown() {
        return cleanlyShutDown;
    }

    /// Every partition in it, with what the checkpoints say. Removes what interrupted deletions left.
    public List<HostedPartition> partitions() {
        var flushed = recoveryPoints.read();
        var starts = logStartOffsets.read();
        var watermarks = highWatermarks.read();
        var found = new ArrayList<HostedPartition>();
        for (var entry : disk.list(path)) {
            if (entry.isDirectory() && entry.name().endsWith(DELETE_SUFFIX)) {
                deleteFolder(path.resolve(entry.name()));
                continue;
            }
            partition(entry)
                    .ifPresent(partition -> found.add(new HostedPartition(
                            partition,
                            path.resolve(entry.name()),
                            PartitionMetadata.read(disk, path.resolve(entry.name())),
                            new LogState(
                                    starts.getOrDefault(partition, 0L),
                                    flushed.getOrDefault(partition, 0L),
                                    cleanlyShutDown),
                            watermarks.getOrDefault(partition, 0L))));
        }
        return found;
    }

    private static Optional<TopicPartition> partition(DiskEntry entry) {
        var dash = entry.name().lastIndexOf('-');
        if (!entry.isDirectory() || dash <= 0 || dash + 1 == entry.name().length()) {
            return Optional.empty();
        }
        var number = entry.name().substring(dash + 1);
        return number.length() < 10 && number.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(new TopicPartition(entry.name().substring(0, dash), Integer.parseInt(number)))
                : Optional.empty();
    }

    /// Makes a place for a new partition; not durable before [#force]. The checkpoints know partitions by name only:
    /// what they say about an older one is taken out first, or a start offset beyond the new log's end would make
    /// recovery drop the new log.
    ///
    /// @return its directory, in which [io.highwater.broker.log.PartitionLog#open] creates the log
    public Path create(TopicPartition partition, Uuid topicId) {
        recoveryPoints.forget(partition);
        logStartOffsets.forget(partition);
        highWatermarks.forget(partition);
        cleanedOffsets.forget(partition);
        var directory = path.resolve(partition.toString());
        disk.createDirectories(directory);
        PartitionMetadata.write(disk, directory, topicId);
        return directory;
    }

    /// Makes durable which partitions lie here. One call serves all that were created, deleted or set aside before.
    public void force() {
        disk.forceDirectory(path);
    }

    /// Takes a partition out: its directory gets another name at once, so that the partition may be created anew.
    /// The log must have been closed or abandoned.
    ///
    /// @return what is to be deleted later
    public Runnable delete(TopicPartition partition, RandomGenerator random) {
        var target = rename(partition, DELETE_SUFFIX, random);
        return () -> deleteFolder(target);
    }

    /// Takes a partition out that no topic wants, and keeps what is in it: somebody may miss it. As Kafka does.
    ///
    /// @return where it is now
    public Path setAside(TopicPartition partition, RandomGenerator random) {
        return rename(partition, STRAY_SUFFIX, random);
    }

    private Path rename(TopicPartition partition, String ending, RandomGenerator random) {
        var unique = Uuid.random(random).toString().replace('-', '0').replace('_', '1');
        var suffix = "-%d.%s%s".formatted(partition.partition(), unique, ending);
        var topic = partition.topic();
        var kept = topic.substring(0, Math.min(topic.length(), MAX_NAME - suffix.length()));
        var target = path.resolve(kept + suffix);
        disk.move(path.resolve(partition.toString()), target);
        return target;
    }

    private void deleteFolder(Path folder) {
        var files = disk.list(folder).stream()
                .map(entry -> folder.resolve(entry.name()))
                .toList();
        new DeletionTask(disk, files, 0).run();
        disk.delete(folder);
    }

    /// Up to where each log was flushed. Write it after flushes: recovery after a crash begins there.
    public OffsetCheckpoint recoveryPoints() {
        return recoveryPoints;
    }

    /// Where each log begins, as far as that is beyond its first segment's base offset.
    public OffsetCheckpoint logStartOffsets() {
        return logStartOffsets;
    }

    /// The high watermark of each replica.
    public OffsetCheckpoint highWatermarks() {
        return highWatermarks;
    }

    /// Up to where each log was compacted. A missing entry costs one compaction more than needed.
    public OffsetCheckpoint cleanedOffsets() {
        return cleanedOffsets;
    }

    /// Notes that all logs were closed without a fault and all checkpoints written: the last thing a broker does
    /// here.
    ///
    /// @param brokerEpoch epoch of the broker's registration, -1 when it has none
    public void markCleanShutdown(long brokerEpoch) {
        disk.replace(
                path.resolve(CLEAN_SHUTDOWN),
                "{\"version\":0,\"brokerEpoch\":%d}".formatted(brokerEpoch).getBytes(UTF_8));
    }

    /// Where it lies.
    public Path path() {
        return path;
    }

    /// The disk it lies on.
    public Disk disk() {
        return disk;
    }

    /// Gives the lock back.
    @Override
    public void close() {
        lock.close();
    }
}
