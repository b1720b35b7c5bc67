package io.highwater.notification.channel.http;

import io.highwater.notification.channel.SendResult;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.ResourceAccessException;

/// Classifies failed HTTP calls. What matters is whether the provider may have acted: a refusal means no, silence after
/// the request left means perhaps.
public final class HttpResults {
    private static final int UNAUTHORIZED = 401;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Clock clock;

    /// @param clock to turn a `Retry-After` that is a date into a wait
    public HttpResults(Clock clock) {
        this.clock = clock;
    }

    /// The result of an answer whose status is not 2xx.
    ///
    /// @param detail the provider's own error code or text
    public SendResult ofStatus(HttpStatusCode status, HttpHeaders headers, String detail) {
        var cause = "HTTP %d %s".formatted(status.value(), detail).strip();
        return switch (status.value()) {
            // Our credentials, not this message: it goes out once somebody has mended them.
            case UNAUTHORIZED -> new SendResult.Retryable(cause);
            case REQUEST_TIMEOUT -> new SendResult.Unknown(cause);
            case TOO_MANY_REQUESTS -> new SendResult.Retryable(cause, retryAfter(headers));
            default ->
                status.is5xxServerError()
                        ? new SendResult.Retryable(cause, retryAfter(headers))
                        : new SendResult.Permanent(cause);
        };
    }

    /// The result of a call that ended without an answer.
    public SendResult ofFailure(ResourceAccessException failure) {
        return neverLeft(failure)
                ? new SendResult.Retryable("cannot connect")
                : new SendResult.Unknown("connection lost before the answer");
    }

    private static boolean neverLeft(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /// Seconds or a date (RFC 9110, 10.2.3); what is neither is ignored.
    private Optional<Duration> retryAfter(HttpHeaders headers) {
        var value =
                Optional.ofNullable(headers.getFirst(HttpHeaders.RETRY_AFTER)).map(String::strip);
        return value.flatMap(text -> text.matches("[0-9]{1,9}") ? seconds(text) : untilDate(text));
    }

    private static Optional<Duration> seconds(String text) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }

    private Optional<Duration> untilDate(String text) {
        try {
            var date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            var wait = Duration.between(clock.instant(), date);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
