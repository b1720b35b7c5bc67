package io.highwater.broker.core.quota;

/// Remembers what somebody used lately.
public sealed interface Meter permits SlidingRate, TokenBucket {
    /// Whether nothing was used for so long that a new meter would say the same.
    boolean isForgettable(long nowMs);
}
