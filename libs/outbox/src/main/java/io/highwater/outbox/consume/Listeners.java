package io.highwater.outbox.consume;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running listeners, watched: one that stopped by itself (an `Error` in a handler ends its thread for good) is
/// started again, each time after a longer wait, and reported as stopped meanwhile.
///
/// Thread-safety: [#startStopped] by one thread; [#stopped] by any.
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final List<Watched> watched;
    private final Clock clock;

    Listeners(List<Listener> listeners, Clock clock) {
        this.watched = listeners.stream().map(Watched::new).toList();
        this.clock = clock;
    }

    /// @param healthy whether it runs, or was stopped on purpose
    /// @param restart ends what is left of it and starts it anew
    record Listener(String name, BooleanSupplier healthy, Runnable restart) {}

    /// Names of those that stopped by themselves.
    List<String> stopped() {
        return watched.stream()
                .map(each -> each.listener)
                .filter(listener -> !listener.healthy().getAsBoolean())
                .map(Listener::name)
                .toList();
    }

    /// Starts those again whose wait is over.
    void startStopped() {
        var now = clock.instant();
        watched.forEach(each -> each.look(now));
    }

    /// A listener and when it may be started again.
    private static final class Watched {
        private final Listener listener;
        private Duration wait = Duration.ZERO;
        private Instant notBefore = Instant.MIN;

        Watched(Listener listener) {
            this.listener = listener;
        }

        void look(Instant now) {
            if (listener.healthy().getAsBoolean()) {
                // Long enough for what stopped it to happen again.
                if (!wait.isZero() && now.isAfter(notBefore.plus(LONGEST_WAIT))) {
                    wait = Duration.ZERO;
                }
            } else if (!now.isBefore(notBefore)) {
                wait = next(wait);
                notBefore = now.plus(wait);
                restart();
            }
        }

        private void restart() {
            LOG.atError()
                    .addKeyValue("group", listener.name())
                    .addKeyValue("nextTryMs", wait.toMillis())
                    .log("a listener stopped by itself; starting it again");
            try {
                listener.restart().run();
            } catch (RuntimeException e) { // the watch goes on, and tries again
                LOG.atError().addKeyValue("group", listener.name()).setCause(e).log("could not start a listener");
            }
        }

        private static Duration next(Duration wait) {
            if (wait.isZero()) {
                return FIRST_WAIT;
            }
            var doubled = wait.multipliedBy(2);
            return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        }
    }
}
