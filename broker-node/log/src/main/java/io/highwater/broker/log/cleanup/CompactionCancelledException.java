package io.highwater.broker.log.cleanup;

/// A compaction was given up because the log changed under it, or is about to go. Nothing is wrong.
public final class CompactionCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CompactionCancelledException(String reason) {
        super(reason, null, false, false);
    }
}
