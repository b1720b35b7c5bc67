package io.highwater.notification.delivery;

import io.highwater.notification.channel.SendResult;
import io.highwater.notification.delivery.Attempt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One message on one channel: decides what an attempt's result means. [DeliveryStatus] shows the states.
///
/// @param attempts how many were made
/// @param inDoubt  whether the last attempt may have gone out without our knowing
/// @param dueAt    earliest time of the next attempt; without meaning once final
public record Delivery(Notice notice, DeliveryStatus status, int attempts, boolean inDoubt, Instant dueAt) {
    /// A delivery that is due at once.
    public static Delivery of(Notice notice) {
        return new Delivery(notice, DeliveryStatus.PENDING, 0, false, notice.createdAt());
    }

    /// The provider was called.
    ///
    /// @throws IllegalStateException when no attempt was to be made in this state
    public Step on(SendResult result, Instant now, RetryPolicy retries) {
        return switch (result) {
            case SendResult.Sent _ -> end(DeliveryStatus.SENT, Outcome.SENT, "", now);
            case SendResult.Permanent(String cause) -> end(DeliveryStatus.UNDELIVERABLE, Outcome.PERMANENT, cause, now);
            case SendResult.Retryable(String cause, Optional<Duration> retryAfter) ->
                later(Outcome.RETRYABLE, cause, retryAfter, now, retries);
            case SendResult.Unknown(String cause) -> later(Outcome.UNKNOWN, cause, Optional.empty(), now, retries);
        };
    }

    /// An attempt was cut off: its process ended before the outcome was stored. The next one is due at once and in the
    /// delivery's own turn, since nothing says that the provider fails.
    public Step onCutOff(Instant now, RetryPolicy retries) {
        requireOpen();
        var attempt = new Attempt(attempts + 1, now, Outcome.UNKNOWN, "cut off before the outcome was stored");
        var last = status == DeliveryStatus.RETRYING && retries.isLast(attempt.number());
        return new Step(
                new Delivery(notice, last ? DeliveryStatus.PARKED : status, attempt.number(), true, now), attempt);
    }

    private Step end(DeliveryStatus end, Outcome outcome, String cause, Instant now) {
        requireOpen();
        var attempt = new Attempt(attempts + 1, now, outcome, cause);
        return new Step(new Delivery(notice, end, attempt.number(), false, now), attempt);
    }

    private Step later(Outcome outcome, String cause, Optional<Duration> retryAfter, Instant now, RetryPolicy retries) {
        requireOpen();
        var attempt = new Attempt(attempts + 1, now, outcome, cause);
        var dueAt = now.plus(retries.waitAfter(attempt.number(), retryAfter));
        var next = new Delivery(notice, failed(attempt, retries), attempt.number(), outcome == Outcome.UNKNOWN, dueAt);
        return new Step(next, attempt);
    }

    private DeliveryStatus failed(Attempt attempt, RetryPolicy retries) {
        if (status == DeliveryStatus.PENDING) {
            return DeliveryStatus.DEAD_LETTERED;
        }
        return retries.isLast(attempt.number()) ? DeliveryStatus.PARKED : DeliveryStatus.RETRYING;
    }

    private void requireOpen() {
        if (status != DeliveryStatus.PENDING && status != DeliveryStatus.RETRYING) {
            throw new IllegalStateException("no attempt is made while " + status);
        }
    }
}
