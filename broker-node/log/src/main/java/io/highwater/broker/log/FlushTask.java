package io.highwater.broker.log;

import io.highwater.broker.log.epoch.EpochCheckpoint;
import io.highwater.broker.log.segment.SegmentFile;
import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;
import java.util.List;

/// Makes a stretch of a log durable. Prepared on the owner's thread, run once on any other, then handed back to the
/// owner by [PartitionLog#flushed].
///
/// If [#run] throws, the log must not be used any more: see [PartitionLog#fail].
public final class FlushTask implements Runnable {
    private final Disk disk;
    private final Path directory;
    private final List<SegmentFile> files;
    private final List<Path> sealedFiles;
    private final byte[] epochCheckpoint;
    private final boolean directoryChanged;
    private final long nextOffset;
    private final long generation;
    private final long epochsVersion;

    FlushTask(
            Disk disk,
            Path directory,
            List<SegmentFile> files,
            List<Path> sealedFiles,
            byte[] epochCheckpoint,
            boolean directoryChanged,
            long nextOffset,
            long generation,
            long epochsVersion) {
        this.disk = disk;
        this.directory = directory;
        this.files = files;
        this.sealedFiles = sealedFiles;
        this.epochCheckpoint = epochCheckpoint;
        this.directoryChanged = directoryChanged;
        this.nextOffset = nextOffset;
        this.generation = generation;
        this.epochsVersion = epochsVersion;
    }

    /// Blocks until everything is on the disk. Records first: an epoch that is known without its records is
    /// harmless only in the other order.
    @Override
    public void run() {
        try {
            files.forEach(file -> file.file().force());
            sealedFiles.forEach(disk::force);
            if (epochCheckpoint.length > 0) {
                disk.replace(directory.resolve(EpochCheckpoint.FILE_NAME), epochCheckpoint);
            } else if (directoryChanged) {
                disk.forceDirectory(directory);
            }
        } finally {
            files.forEach(SegmentFile::release);
        }
    }

    /// Gives the task up instead of running it.
    public void abandon() {
        files.forEach(SegmentFile::release);
    }

    /// Everything before this offset is durable afterwards.
    public long nextOffset() {
        return nextOffset;
    }

    long generation() {
        return generation;
    }

    long epochsVersion() {
        return epochsVersion;
    }
}
