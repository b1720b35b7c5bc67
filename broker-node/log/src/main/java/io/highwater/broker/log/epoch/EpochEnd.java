package io.highwater.broker.log.epoch;

/// Where a leader epoch ended.
///
/// @param epoch     the largest epoch known that is not beyond the requested one, or [#UNDEFINED_EPOCH]
/// @param endOffset one past the last offset of that epoch, or [#UNDEFINED_OFFSET]
public record EpochEnd(int epoch, long endOffset) {
    /// No such epoch.
    public static final int UNDEFINED_EPOCH = -1;
    /// No such offset.
    public static final long UNDEFINED_OFFSET = -1;
    /// The answer when nothing is known.
    public static final EpochEnd UNDEFINED = new EpochEnd(UNDEFINED_EPOCH, UNDEFINED_OFFSET);
}
