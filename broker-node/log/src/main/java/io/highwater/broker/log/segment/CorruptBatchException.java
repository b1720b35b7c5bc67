package io.highwater.broker.log.segment;

import java.nio.file.Path;

/// Bytes in a segment are not the batch they should be.
public final class CorruptBatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What is wrong at byte `position` of `file`.
    public CorruptBatchException(Path file, long position, String reason) {
        super("corrupt batch in %s at position %d: %s".formatted(file, position, reason));
    }
}
