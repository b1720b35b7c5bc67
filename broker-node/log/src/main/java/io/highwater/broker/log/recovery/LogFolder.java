package io.highwater.broker.log.recovery;

import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.SegmentFiles;
import io.highwater.broker.log.segment.SegmentNames;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What lies in the directory of a partition: sorts out what interrupted work left behind, and finds the segments.
final class LogFolder {
    private static final String TEMPORARY = ".tmp";

    private final Disk disk;
    private final Path directory;
    private final int maxIndexBytes;
    private final RecoveryListener listener;

    LogFolder(Disk disk, Path directory, int maxIndexBytes, RecoveryListener listener) {
        this.disk = disk;
        this.directory = directory;
        this.maxIndexBytes = maxIndexBytes;
        this.listener = listener;
    }

    /// The segments by offset, none of them opened yet.
    List<Segment> segments() {
        var entries = disk.list(directory);
        if (new InterruptedCompaction(disk, directory, listener).settle(entries)) {
            entries = disk.list(directory);
        }
        var files = removeLeftovers(entries);
        var found = new TreeMap<Long, SegmentFiles>();
        for (var entry : files.values()) {
            SegmentNames.offset(entry.name(), SegmentNames.LOG)
                    .ifPresent(offset -> found.put(offset, files(offset, entry, files)));
        }
        removeOrphans(files, found);
        var segments = new ArrayList<Segment>(found.size());
        found.values().forEach(segment -> segments.add(Segment.existing(disk, directory, segment, maxIndexBytes)));
        return segments;
    }

    private Map<String, DiskEntry> removeLeftovers(List<DiskEntry> entries) {
        var kept = new HashMap<String, DiskEntry>();
        for (var entry : entries) {
            if (isLeftover(entry.name())) {
                delete(entry.name());
            } else {
                kept.put(entry.name(), entry);
            }
        }
        return kept;
    }

    private static boolean isLeftover(String name) {
        return name.endsWith(SegmentNames.DELETED) || name.endsWith(TEMPORARY);
    }

    private SegmentFiles files(long offset, DiskEntry log, Map<String, DiskEntry> files) {
        return new SegmentFiles(
                offset,
                log.size(),
                size(files, offset, SegmentNames.INDEX),
                size(files, offset, SegmentNames.TIME_INDEX),
                log.lastModifiedMs());
    }

    private long size(Map<String, DiskEntry> files, long offset, String suffix) {
        var entry = files.get(
                String.valueOf(SegmentNames.file(directory, offset, suffix).getFileName()));
        return entry == null ? SegmentFiles.MISSING : entry.size();
    }

    /// An index without a log is what a crash between two deletions leaves.
    private void removeOrphans(Map<String, DiskEntry> files, Map<Long, SegmentFiles> found) {
        for (var name : files.keySet()) {
            for (var suffix : List.of(SegmentNames.INDEX, SegmentNames.TIME_INDEX, SegmentNames.TXN_INDEX)) {
                var offset = SegmentNames.offset(name, suffix);
                if (offset.isPresent() && !found.containsKey(offset.getAsLong())) {
                    delete(name);
                }
            }
        }
    }

    private void delete(String name) {
        var file = directory.resolve(name);
        disk.delete(file);
        listener.on(new RecoveryEvent.LeftoverDeleted(file));
    }
}
