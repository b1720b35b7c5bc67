package io.highwater.saga.engine;

import java.time.Duration;

/// How often a command is sent and how long its answer is awaited: `first`, then twice as long each time, up to
/// `longest`.
///
/// @param attempts how often the command is sent before we give up, at least 1
public record Patience(Duration first, Duration longest, int attempts) {
    /// 2^30 times the first wait is beyond any `longest`, and still far from overflow.
    private static final int MAX_DOUBLINGS = 30;

    public Patience {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "waits must grow from above 0, but are %s to %s".formatted(first, longest));
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1 but is " + attempts);
        }
    }

    /// How long to wait after sending the command for the `attempt`th time, counted from 1.
    public Duration wait(int attempt) {
        var doubled = first.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /// From the first sending to giving up.
    public Duration total() {
        var total = Duration.ZERO;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            total = total.plus(wait(attempt));
        }
        return total;
    }
}
