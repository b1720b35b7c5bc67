package io.highwater.broker.log;

import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;
import java.util.List;

/// Files that belong to no log any more and are to be deleted after a while: readers that found them by name may
/// still be at them. Blocking; runs on any thread. Should the process end first, the next start deletes them.
///
/// @param files   renamed already
/// @param delayMs how long to wait before running it
public record DeletionTask(Disk disk, List<Path> files, long delayMs) implements Runnable {
    public DeletionTask {
        files = List.copyOf(files);
    }

    /// Whether there is nothing to delete.
    public boolean isEmpty() {
        return files.isEmpty();
    }

    @Override
    public void run() {
        files.forEach(disk::delete);
    }
}
