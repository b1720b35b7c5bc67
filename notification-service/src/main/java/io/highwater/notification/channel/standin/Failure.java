package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.SendResult;
import java.time.Duration;
import java.util.Optional;

/// The ways in which the stand-in can be told to fail.
public enum Failure {
    /// Answers as with HTTP 503.
    UNAVAILABLE,
    /// Answers as with HTTP 429 and `Retry-After: 1`.
    RATE_LIMITED,
    /// Refuses for good.
    REFUSED,
    /// Sends, and then the answer is lost.
    ANSWER_LOST;

    SendResult result() {
        return switch (this) {
            case UNAVAILABLE -> new SendResult.Retryable("injected: unavailable");
            case RATE_LIMITED ->
                new SendResult.Retryable("injected: too many requests", Optional.of(Duration.ofSeconds(1)));
            case REFUSED -> new SendResult.Permanent("injected: refused");
            case ANSWER_LOST -> new SendResult.Unknown("injected: answer lost");
        };
    }
}
