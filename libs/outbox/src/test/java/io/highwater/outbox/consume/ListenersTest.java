package io.highwater.outbox.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean healthy = true;
    private boolean recovers;
    private int restarts;

    private final InstantSource time = () -> now;
    private final Listeners listeners = new Listeners(
            List.of(new Listeners.Listener("payment-service", () -> healthy, this::restart)),
            time.withZone(ZoneOffset.UTC));

    private void restart() {
        restarts++;
        healthy = recovers;
    }

    @Test
    void aRunningListenerIsLeftAlone() {
        listeners.startStopped();

        assertThat(restarts).isZero();
        assertThat(listeners.stopped()).isEmpty();
    }

    @Test
    void aStoppedListenerIsNamedAndStartedAgain() {
        healthy = false;
        recovers = true;
        assertThat(listeners.stopped()).containsExactly("payment-service");

        listeners.startStopped();

        assertThat(restarts).isEqualTo(1);
        assertThat(listeners.stopped()).isEmpty();
    }

    @Test
    void oneThatKeepsStoppingIsStartedEverMoreSeldom() {
        healthy = false;

        passSeconds(600);

        // After 0, 1, 3, 7, 15, 31 and 63 seconds, and each minute from then on.
        assertThat(restarts).isEqualTo(7 + 8);
    }

    @Test
    void oneThatRanForAWhileIsStartedAtOnceAgain() {
        healthy = false;
        passSeconds(60);
        healthy = true;
        passSeconds(300);
        restarts = 0;
        healthy = false;

        passSeconds(2);

        assertThat(restarts).isEqualTo(2);
    }

    private void passSeconds(int seconds) {
        for (var i = 0; i < seconds; i++) {
            listeners.startStopped();
            now = now.plus(Duration.ofSeconds(1));
        }
    }
}
