package io.highwater.notification.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.notification.channel.SendResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.ResourceAccessException;

class HttpResultsTest {
    private final HttpResults results =
            new HttpResults(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 422})
    void whatIsRefusedIsRefusedForGood(int status) {
        assertThat(of(status, "")).isInstanceOf(SendResult.Permanent.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503})
    void whatWasNotProcessedMayBeTriedAgain(int status) {
        assertThat(of(status, "")).isInstanceOf(SendResult.Retryable.class);
    }

    @Test
    void retryAfterMayBeSecondsOrADate() {
        assertThat(retryAfter("7")).contains(Duration.ofSeconds(7));
        assertThat(retryAfter("Fri, 2 Jan 2026 03:04:15 GMT")).contains(Duration.ofSeconds(10));
        assertThat(retryAfter("Fri, 2 Jan 2026 03:00:00 GMT")).contains(Duration.ZERO);
        assertThat(retryAfter("soon")).isEmpty();
        assertThat(retryAfter("99999999999999999999")).isEmpty();
    }

    @Test
    void aRequestThatNeverLeftMayBeTriedAgain() {
        assertThat(results.ofFailure(new ResourceAccessException("", new ConnectException())))
                .isInstanceOf(SendResult.Retryable.class);
    }

    @Test
    void silenceAfterTheRequestLeavesTheOutcomeUnknown() {
        assertThat(results.ofFailure(new ResourceAccessException("", new SocketTimeoutException())))
                .isInstanceOf(SendResult.Unknown.class);
        assertThat(results.ofFailure(new ResourceAccessException("", new IOException("reset"))))
                .isInstanceOf(SendResult.Unknown.class);
    }

    private Optional<Duration> retryAfter(String value) {
        return ((SendResult.Retryable) of(429, value)).retryAfter();
    }

    private SendResult of(int status, String retryAfter) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        return results.ofStatus(HttpStatusCode.valueOf(status), headers, "");
    }
}
