package io.highwater.broker.log.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/// The disk failed: a file of a log directory could not be read, written or forced.
///
/// Whoever owns the directory takes it offline. Nothing may be acknowledged by a log that threw this once, because
/// after a failed write or fsync the page cache no longer tells what is on the disk.
public class DirectoryFaultException extends RuntimeException {
    /// Stands for "no position": the fault concerns the file as a whole.
    public static final long WHOLE_FILE = -1;

    private static final long serialVersionUID = 1;

    private final String path;
    private final long position;

    /// A fault of `path` while doing `action` at byte `position`, or [#WHOLE_FILE].
    public DirectoryFaultException(String action, Path path, long position, IOException cause) {
        super(describe(action, path, position, cause), cause);
        this.path = path.toString();
        this.position = position;
    }

    private static String describe(String action, Path path, long position, IOException cause) {
        var where = position == WHOLE_FILE ? "" : " at position " + position;
        return "cannot %s %s%s: %s".formatted(action, path, where, cause);
    }

    /// Whether somebody took our rights to this one file away, which says nothing about the disk.
    public boolean isPermission() {
        return getCause() instanceof AccessDeniedException;
    }

    /// The file or directory that failed.
    public String path() {
        return path;
    }

    /// The byte position in the file, or [#WHOLE_FILE].
    public long position() {
        return position;
    }
}
