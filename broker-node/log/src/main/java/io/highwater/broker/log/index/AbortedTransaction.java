package io.highwater.broker.log.index;

/// A transaction whose records no reader of committed data may see.
///
/// @param producerId       whose transaction it was
/// @param firstOffset      offset of its first record
/// @param lastOffset       offset of the marker that aborted it
/// @param lastStableOffset where the oldest transaction began that was still open at the marker, or one past the
///     marker if there was none: whoever reads up to here need not look at later entries
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {
    /// Whether it concerns a reader of the offsets from `from` up to, but not including, `upper`.
    public boolean overlaps(long from, long upper) {
        return lastOffset >= from && firstOffset < upper;
    }
}
