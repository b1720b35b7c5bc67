package io.highwater.broker.log.directory;

import java.nio.file.Path;

/// A file that says what a log directory is cannot be understood, or says that the directory is somebody else's.
public final class UnusableDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What is wrong with `file`.
    public UnusableDirectoryException(Path file, String reason) {
        super("cannot use %s: %s".formatted(file, reason));
    }
}
