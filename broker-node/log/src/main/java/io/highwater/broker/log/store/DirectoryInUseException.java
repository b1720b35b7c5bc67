package io.highwater.broker.log.store;

import java.nio.file.Path;

/// Somebody else works in this log directory.
public final class DirectoryInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// The lock `file` is held by somebody else.
    public DirectoryInUseException(Path file) {
        super("the log directory %s is in use by another broker (%s is locked): stop that one or set another log.dirs"
                .formatted(file.getParent(), file.getFileName()));
    }
}
