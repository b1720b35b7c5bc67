package io.highwater.notification.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential backoff with full jitter: the wait is random between nothing and a limit that doubles with each attempt,
/// so that deliveries that failed together do not come back together.
///
/// @param base limit after the first attempt
/// @param max  limit that is never exceeded
public record Backoff(Duration base, Duration max) {
    public Backoff {
        if (!base.isPositive() || base.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "backoff must rise from a positive base, but is %s to %s".formatted(base, max));
        }
    }

    /// The wait after `attempt` attempts, at least 1.
    public Duration after(int attempt, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(limitAfter(attempt).toNanos() + 1));
    }

    Duration limitAfter(int attempt) {
        var limit = base;
        for (var i = 1; i < attempt && limit.compareTo(max) < 0; i++) {
            limit = limit.multipliedBy(2);
        }
        return limit.compareTo(max) < 0 ? limit : max;
    }
}
