package io.highwater.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));

    @Test
    void theLimitDoublesUntilItsMaximum() {
        var limits = IntStream.rangeClosed(1, 7)
                .mapToObj(attempt -> backoff.limitAfter(attempt).toSeconds());

        assertThat(limits).containsExactly(2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void theLimitOfTheMillionthAttemptIsStillTheMaximum() {
        assertThat(backoff.limitAfter(1_000_000)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void jitterCoversEverythingBelowTheLimit() {
        var random = new Random(7);

        var waits = IntStream.range(0, 1_000)
                .mapToObj(_ -> backoff.after(2, random).toMillis())
                .toList();

        assertThat(waits)
                .allMatch(wait -> wait >= 0 && wait <= 4_000)
                .anyMatch(wait -> wait < 200)
                .anyMatch(wait -> wait > 3_800);
    }

    @Test
    void aBaseAboveTheMaximumIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(31), Duration.ofSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
