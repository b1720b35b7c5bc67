package io.highwater.broker.log;

/// What the last broker wrote down about a log outside of it.
///
/// @param logStartOffset first offset that readers may ask for; 0 if nothing is known
/// @param recoveryPoint  everything before was flushed; 0 if nothing is known
/// @param cleanShutdown  whether the log was closed
public record LogState(long logStartOffset, long recoveryPoint, boolean cleanShutdown) {
    /// A log that was never there.
    public static final LogState NEW = new LogState(0, 0, false);
}
