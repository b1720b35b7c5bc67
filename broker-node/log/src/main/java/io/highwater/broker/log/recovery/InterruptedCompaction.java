package io.highwater.broker.log.recovery;

import static io.highwater.broker.log.segment.SegmentNames.CLEANED;
import static io.highwater.broker.log.segment.SegmentNames.SUFFIXES;
import static io.highwater.broker.log.segment.SegmentNames.SWAP;

import io.highwater.broker.log.segment.BatchScanner;
import io.highwater.broker.log.segment.BatchScanner.Step;
import io.highwater.broker.log.segment.SegmentNames;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Finishes, or takes back, a compaction that a crash interrupted.
///
/// Compaction writes `.cleaned` files, renames them to `.swap` from the highest offset down, deletes the segments
/// they replace and renames them once more. So a `.swap` at or behind a `.cleaned` belongs to a rename that had not
/// come to its end, and the originals are all there; any other `.swap` replaces the segments it covers.
final class InterruptedCompaction {
    private final Disk disk;
    private final Path directory;
    private final RecoveryListener listener;

    InterruptedCompaction(Disk disk, Path directory, RecoveryListener listener) {
        this.disk = disk;
        this.directory = directory;
        this.listener = listener;
    }

    /// Leaves neither `.cleaned` nor `.swap` files behind. Returns whether anything was changed.
    boolean settle(List<DiskEntry> entries) {
        var names = entries.stream().map(DiskEntry::name).toList();
        var firstCleaned = names.stream()
                .mapToLong(name -> offset(name, CLEANED).orElse(Long.MAX_VALUE))
                .min()
                .orElse(Long.MAX_VALUE);
        names.stream().filter(name -> offset(name, CLEANED).isPresent()).forEach(this::delete);
        names.stream()
                .filter(name -> offset(name, SWAP).orElse(-1) >= firstCleaned)
                .forEach(this::delete);
        var swaps = names.stream()
                .filter(name ->
                        offset(name, SWAP).isPresent() && offset(name, SWAP).getAsLong() < firstCleaned)
                .toList();
        swaps.stream()
                .filter(name -> name.endsWith(SegmentNames.LOG + SWAP))
                .forEach(name -> deleteCovered(name, names));
        swaps.forEach(name -> disk.move(
                directory.resolve(name), directory.resolve(name.substring(0, name.length() - SWAP.length()))));
        return !swaps.isEmpty() || firstCleaned < Long.MAX_VALUE;
    }

    private static OptionalLong offset(String name, String ending) {
        for (var suffix : SUFFIXES) {
            var offset = SegmentNames.offset(name, suffix + ending);
            if (offset.isPresent()) {
                return offset;
            }
        }
        return OptionalLong.empty();
    }

    /// Index files as well, even of segments whose log file is gone already: they say nothing about the one that takes
    /// their place.
    private void deleteCovered(String swap, List<String> names) {
        var from = offset(swap, SWAP).orElseThrow();
        var to = nextOffset(directory.resolve(swap), from);
        for (var name : names) {
            var offset = offset(name, "").orElse(-1);
            if (offset >= from && offset < to) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    private long nextOffset(Path file, long baseOffset) {
        var next = baseOffset + 1;
        try (var log = disk.open(file);
                var scanner = new BatchScanner(log, 0, log.size(), BatchScanner.LONG_WALK)) {
            while (scanner.advance() == Step.BATCH) {
                next = scanner.batch().nextOffset();
            }
        }
        return next;
    }

    private void delete(String name) {
        var file = directory.resolve(name);
        disk.delete(file);
        listener.on(new RecoveryEvent.LeftoverDeleted(file));
    }
}
