package io.highwater.broker.log.producer;

import io.highwater.broker.log.segment.SegmentNames;
import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;
import java.util.TreeSet;

/// The producer snapshots in the directory of one log. Few are kept: the newest ones, because only a crash or a
/// truncation ever asks for one, and both happen near the end of the log.
///
/// Thread-safety: none; owned by the log's shard.
public final class ProducerSnapshots {
    /// How many are kept.
    public static final int KEPT = 3;

    private final Disk disk;
    private final Path directory;
    private final TreeSet<Long> offsets = new TreeSet<>();

    private ProducerSnapshots(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// Those that lie in `directory`.
    public static ProducerSnapshots in(Disk disk, Path directory) {
        var snapshots = new ProducerSnapshots(disk, directory);
        for (var entry : disk.list(directory)) {
            SegmentNames.offset(entry.name(), ProducerSnapshot.SUFFIX).ifPresent(snapshots.offsets::add);
        }
        return snapshots;
    }

    /// A state of the producers and the offset it belongs to.
    public record Restored(long offset, ProducerStates producers) {}

    /// The newest readable snapshot at or before `offset`; no producers at offset 0 when there is none. Unreadable
    /// ones are deleted.
    public Restored newestUpTo(long offset) {
        var candidate = offsets.floor(offset);
        while (candidate != null) {
            var producers = ProducerSnapshot.read(disk, file(candidate));
            if (producers.isPresent()) {
                return new Restored(candidate, producers.get());
            }
            delete(candidate);
            candidate = offsets.floor(offset);
        }
        return new Restored(0, new ProducerStates());
    }

    /// Writes one for the log's end at `offset`, and drops the oldest if there are too many. Not forced: a torn
    /// one is found out by its checksum.
    ///
    /// @return the file
    public Path take(ProducerStates producers, long offset) {
        var file = file(offset);
        disk.write(file, ProducerSnapshot.encode(producers));
        offsets.add(offset);
        while (offsets.size() > KEPT) {
            delete(offsets.getFirst());
        }
        return file;
    }

    /// Whether there is one for this offset.
    public boolean contains(long offset) {
        return offsets.contains(offset);
    }

    /// Deletes those that lie beyond `offset`.
    public void deleteAfter(long offset) {
        while (!offsets.isEmpty() && offsets.getLast() > offset) {
            delete(offsets.getLast());
        }
    }

    /// Deletes those that lie before `offset`.
    public void deleteBefore(long offset) {
        while (!offsets.isEmpty() && offsets.getFirst() < offset) {
            delete(offsets.getFirst());
        }
    }

    private void delete(Long offset) {
        disk.delete(file(offset));
        offsets.remove(offset);
    }

    private Path file(long offset) {
        return SegmentNames.file(directory, offset, ProducerSnapshot.SUFFIX);
    }
}
