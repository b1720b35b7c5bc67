package io.highwater.broker.log.cleanup;

/// A log cannot be compacted with the settings there are; trying again would change nothing.
public final class CompactionImpossibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CompactionImpossibleException(String reason) {
        super(reason, null, false, false);
    }
}
