package io.highwater.broker.log;

import io.highwater.broker.log.epoch.EpochCheckpoint;
import io.highwater.broker.log.segment.SegmentFile;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import java.io.IOException;
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
    ///
    /// Throws [io.highwater.broker.log.store.DiskFullException] when there is no room for the epochs: nothing is
    /// lost, and [PartitionLog#notFlushed] makes another task do it again.
    @Override
    public void run() {
        try {
            force();
            if (epochCheckpoint.length > 0) {
                disk.replace(directory.resolve(EpochCheckpoint.FILE_NAME), epochCheckpoint);
            } else if (directoryChanged) {
                disk.forceDirectory(directory);
            }
        } finally {
            files.forEach(SegmentFile::release);
        }
    }

    /// A force that finds no room is no full disk that heals: what it was to write may be gone from the page cache.
    private void force() {
        try {
            files.forEach(file -> file.file().force());
            sealedFiles.forEach(disk::force);
        } catch (DiskFullException e) {
            throw new DirectoryFaultException(
                    "force", directory, DirectoryFaultException.WHOLE_FILE, new IOException(e.getMessage(), e));
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

    List<Path> sealedFiles() {
        return sealedFiles;
    }

    boolean directoryChanged() {
        return directoryChanged;
    }

    long generation() {
        return generation;
    }

    long epochsVersion() {
        return epochsVersion;
    }
}
