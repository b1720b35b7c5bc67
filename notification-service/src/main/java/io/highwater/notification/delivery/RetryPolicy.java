package io.highwater.notification.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How often and when to try again.
///
/// @param maxAttempts all attempts of one delivery, the first included
/// @param random      source of the jitter
public record RetryPolicy(int maxAttempts, Backoff backoff, RandomGenerator random) {
    /// A provider that asks for more is asked again all the same.
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, but maxAttempts is " + maxAttempts);
        }
    }

    boolean isLast(int attempt) {
        return attempt >= maxAttempts;
    }

    /// The wait after `attempt` attempts: the backoff, or longer when the provider asked for it.
    Duration waitAfter(int attempt, Optional<Duration> retryAfter) {
        var wait = backoff.after(attempt, random);
        var asked = retryAfter.orElse(Duration.ZERO);
        var bounded = asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
        return wait.compareTo(bounded) < 0 ? bounded : wait;
    }
}
