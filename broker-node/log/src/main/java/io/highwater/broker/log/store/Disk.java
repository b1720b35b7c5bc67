package io.highwater.broker.log.store;

import java.nio.file.Path;
import java.util.List;

/// What the log asks of a file system. Every method may throw [DirectoryFaultException].
///
/// Nothing is durable before it is forced: the content of a file by [LogFile#force] or [#force], its name by
/// [#forceDirectory]. Thread-safety: yes, all methods may be called from any thread.
public interface Disk {
    /// Opens a file for reading and writing; creates it when it is not there.
    LogFile open(Path file);

    /// Maps the first `size` bytes of a file, which is created or extended with zeros where it is shorter.
    MappedFile map(Path file, long size);

    /// Whether a file or directory of this name is there.
    boolean exists(Path path);

    /// Files and directories directly inside `directory`, in no particular order.
    List<DiskEntry> list(Path directory);

    /// Creates the directory and its parents where they are missing.
    void createDirectories(Path directory);

    /// Renames atomically; an existing file of the new name is replaced.
    void move(Path from, Path to);

    /// Deletes a file or an empty directory; it is fine when it is not there.
    void delete(Path path);

    /// Cuts a file down to `size` bytes.
    void truncate(Path file, long size);

    /// Makes a file look as if it had last been written at `timeMs`.
    void setLastModified(Path file, long timeMs);

    /// Makes the content of a file durable. Does nothing when the file is not there any more: it was deleted
    /// meanwhile.
    void force(Path file);

    /// Makes names durable: creations, renames and deletions inside `directory`.
    void forceDirectory(Path directory);

    /// The whole content of a small file.
    byte[] readAll(Path file);

    /// Writes a whole small file, not atomically and without forcing it.
    void write(Path file, byte[] content);

    /// Takes the exclusive lock that `file` stands for.
    ///
    /// @throws DirectoryInUseException when another process or another log directory of this process holds it
    DirectoryLock lock(Path file);

    /// Replaces a small file so that after a crash either the old or the new content is there, and returns when
    /// the new content is durable: write beside it, force, rename, force the directory.
    default void replace(Path file, byte[] content) {
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        write(temporary, content);
        force(temporary);
        move(temporary, file);
        var directory = file.getParent();
        if (directory != null) {
            forceDirectory(directory);
        }
    }
}
