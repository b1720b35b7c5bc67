package io.highwater.notification.delivery;

import java.time.Instant;

/// One attempt and what came of it.
///
/// @param number 1 for the first
/// @param at     when its outcome was known
/// @param cause  why it failed, for people; empty when it went out
public record Attempt(int number, Instant at, Outcome outcome, String cause) {
    /// What a [io.highwater.notification.channel.SendResult] comes down to.
    public enum Outcome {
        SENT,
        PERMANENT,
        RETRYABLE,
        UNKNOWN
    }
}
