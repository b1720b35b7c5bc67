package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.Texts;
import io.highwater.outbox.web.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Body of a fault; whatever is left out stays harmless. Meanings as in [Fault].
record FaultRequest(
        @Nullable String recipient,
        @Nullable Failure failure,
        @Nullable Integer failFirstAttempts,
        @Nullable Integer failNext,
        @Nullable Double failRate,
        @Nullable Long delayMs) {
    private static final int MAX_RECIPIENT_CHARS = 4096;
    private static final int MAX_COUNT = 1_000_000;
    private static final long MAX_DELAY_MS = 3_600_000;

    /// @throws RefusedRequestException with everything that is wrong
    Fault toFault(Channel channel) {
        var violations = violations();
        if (!violations.isEmpty()) {
            throw new RefusedRequestException(HttpStatus.UNPROCESSABLE_CONTENT, violations);
        }
        return new Fault(
                channel,
                Objects.requireNonNullElse(recipient, Fault.ANY),
                Objects.requireNonNullElse(failure, Failure.UNAVAILABLE),
                Objects.requireNonNullElse(failFirstAttempts, 0),
                Objects.requireNonNullElse(failNext, 0),
                Objects.requireNonNullElse(failRate, 0.0),
                Duration.ofMillis(Objects.requireNonNullElse(delayMs, 0L)));
    }

    private List<Violation> violations() {
        var found = new ArrayList<Violation>();
        Texts.violationOf("recipient", Objects.requireNonNullElse(recipient, Fault.ANY), MAX_RECIPIENT_CHARS)
                .ifPresent(found::add);
        outside("failFirstAttempts", failFirstAttempts, MAX_COUNT).ifPresent(found::add);
        outside("failNext", failNext, MAX_COUNT).ifPresent(found::add);
        outside("failRate", failRate, 1).ifPresent(found::add);
        outside("delayMs", delayMs, MAX_DELAY_MS).ifPresent(found::add);
        return found;
    }

    private static Optional<Violation> outside(String field, @Nullable Number value, long most) {
        var inside = value == null || (value.doubleValue() >= 0 && value.doubleValue() <= most);
        return inside ? Optional.empty() : Optional.of(new Violation(field, "must be between 0 and " + most));
    }
}
