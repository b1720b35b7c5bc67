package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Body of a fault; whatever is left out stays harmless. Meanings as in [Fault].
record FaultRequest(
        @Nullable String recipient,
        @Nullable Failure failure,
        @Nullable Integer failFirstAttempts,
        @Nullable Integer failNext,
        @Nullable Double failRate,
        @Nullable Long delayMs) {
    Fault toFault(Channel channel) {
        return new Fault(
                channel,
                Objects.requireNonNullElse(recipient, Fault.ANY),
                Objects.requireNonNullElse(failure, Failure.UNAVAILABLE),
                Objects.requireNonNullElse(failFirstAttempts, 0),
                Objects.requireNonNullElse(failNext, 0),
                Objects.requireNonNullElse(failRate, 0.0),
                Duration.ofMillis(Objects.requireNonNullElse(delayMs, 0L)));
    }
}
