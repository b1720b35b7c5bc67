package io.highwater.relay.source;

import io.highwater.relay.source.Supervisor.Effect;
import io.highwater.relay.source.Supervisor.Event;
import io.highwater.relay.source.Supervisor.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shell around one source's {@link Supervisor}: a loop that takes its events, and does what it says.
///
/// Thread-safety: the supervisor and the run belong to the loop's thread; what others read is volatile.
final class SourceRelay {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRelay.class);

    private final Source source;
    private final RelaySettings settings;
    private final Clock clock;
    private final SourceDatabase database;
    private final SourceProgress progress;
    private final Counter heals;
    private final ScheduledExecutorService loop;
    private final Supervisor supervisor = new Supervisor();
    private @Nullable EngineRun run;
    private @Nullable String lastMissing;

    private volatile State state = supervisor.state();
    private volatile int restarts;
    private volatile @Nullable Long lagBytes;
    private volatile @Nullable String lastError;
    private volatile @Nullable Instant lastErrorAt;

    SourceRelay(Source source, RelaySettings settings, Clock clock, MeterRegistry meters) {
        this.source = source;
        this.settings = settings;
        this.clock = clock;
        this.database = new SourceDatabase(source);
        this.progress = new SourceProgress(source, clock, meters);
        this.loop = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("relay-" + source.name()).factory());
        this.heals = Counter.builder("highwater.relay.slot.heals")
                .description("Lost replication slots that were answered by reading the kept rows again")
                .tag("source", source.name())
                .register(meters);
        gauge(meters, "highwater.relay.lag.bytes", "Write-ahead log that is not confirmed yet", () -> lagBytes);
        gauge(meters, "highwater.relay.lag.seconds", "Age of the oldest row in hand", progress::lagSeconds);
        gauge(meters, "highwater.relay.restarts", "Engines that ended unasked", () -> restarts);
        gauge(meters, "highwater.relay.streaming", "1 while rows flow", () -> status().isStreaming() ? 1 : 0);
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            String description,
            java.util.function.Supplier<@Nullable Number> value) {
        Gauge.builder(name, () -> {
                    var number = value.get();
                    return number == null ? Double.NaN : number.doubleValue();
                })
                .description(description)
                .tag("source", source.name())
                .register(meters);
    }

    Source source() {
        return source;
    }

    /// Begins to relay; what is missing is waited for.
    void begin() {
        tell(new Event.Begin());
        var interval = settings.lagInterval().toMillis();
        var _ = loop.scheduleWithFixedDelay(this::measureLag, interval, interval, TimeUnit.MILLISECONDS);
    }

    void pause() {
        tell(new Event.Halt());
    }

    void resume() {
        tell(new Event.Begin());
    }

    /// Sends every row that is still kept once more.
    void resnapshot() {
        tell(new Event.Resnapshot());
    }

    /// Stops for good; waits for the engine, but no longer than `patience`.
    void shutDown(Duration patience) {
        tell(new Event.Halt());
        var deadline = clock.instant().plus(patience);
        try {
            while (!(state instanceof State.Halted) && clock.instant().isBefore(deadline)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownNow();
    }

    SourceStatus status() {
        return new SourceStatus(
                name(state),
                detail(state),
                source.jdbcUrl(),
                source.slot(),
                lagBytes,
                progress.lagSeconds(),
                progress.waiting(),
                lastError,
                lastErrorAt,
                progress.lastSentAt(),
                progress.sent(),
                progress.quarantined(),
                restarts);
    }

    private static String name(State state) {
        return switch (state) {
            case State.Halted _ -> "HALTED";
            case State.Probing _ -> "PROBING";
            case State.Missing _ -> "WAITING";
            case State.Starting _ -> "STARTING";
            case State.Streaming _ -> "STREAMING";
            case State.BackingOff _ -> "BACKING_OFF";
            case State.Halting _ -> "HALTING";
        };
    }

    private static @Nullable String detail(State state) {
        return switch (state) {
            case State.Missing(int _, String what) -> what;
            case State.BackingOff(int _, String error) -> error;
            case State.Halted _, State.Probing _, State.Starting _, State.Streaming _, State.Halting _ -> null;
        };
    }

    private void tell(Event event) {
        if (!loop.isShutdown()) {
            Future<?> _ = loop.submit(() -> take(event));
        }
    }

    /// The loop's last line of defence: a source must not die of a fault in its own shell.
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private void take(Event event) {
        try {
            var before = supervisor.state();
            var effects = supervisor.on(event, clock.millis());
            restarts = supervisor.restarts();
            state = supervisor.state();
            logTransition(before, state);
            effects.forEach(this::perform);
        } catch (RuntimeException fault) {
            LOG.atError().addKeyValue("source", source.name()).setCause(fault).log("the relay's shell failed");
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Probe() -> probe();
            case Effect.ForgetPosition() -> forgetPosition();
            case Effect.StartEngine(int engine) -> start(engine);
            case Effect.StopEngine(int _) -> stop();
            case Effect.Schedule(int timer, Duration delay) -> {
                var _ = loop.schedule(() -> take(new Event.TimeIsUp(timer)), delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void probe() {
        var finding = database.look();
        if (finding.missing().isPresent()) {
            take(new Event.Missing(finding.missing().get()));
            return;
        }
        var position = EngineProperties.positionFile(source, settings);
        if (finding.slot() == SourceDatabase.Slot.LOST) {
            dropLostSlot();
        }
        if (finding.slot() != SourceDatabase.Slot.PRESENT && Files.exists(position)) {
            heals.increment();
            LOG.atWarn()
                    .addKeyValue("source", source.name())
                    .addKeyValue("slot", source.slot())
                    .log("the replication slot is gone; every row that is still kept is sent again");
        }
        take(new Event.Ready());
    }

    private void forgetPosition() {
        try {
            Files.deleteIfExists(EngineProperties.positionFile(source, settings));
            log("the position is forgotten; the kept rows are read again");
        } catch (IOException failed) {
            fail("cannot delete the position: " + failed);
        }
    }

    private void dropLostSlot() {
        try {
            database.dropSlot();
        } catch (SQLException failed) {
            fail("cannot drop the lost slot: " + failed.getMessage());
        }
    }

    private void start(int engine) {
        progress.engineEnded();
        final EngineRun started;
        try {
            started = new EngineRun(source, settings, progress, () -> tell(new Event.Polling(engine)));
        } catch (RuntimeException failed) {
            fail(failed.toString());
            take(new Event.Ended(engine, failed.toString()));
            return;
        }
        run = started;
        Thread.ofPlatform().name("engine-" + source.name()).daemon().start(() -> {
            var reason = "ended by an error";
            try {
                reason = started.run();
            } finally {
                tell(new Event.Ended(engine, reason));
            }
        });
    }

    private void stop() {
        var stopping = run;
        if (stopping != null) {
            Thread.ofVirtual().name("stop-" + source.name()).start(stopping::stop);
        }
    }

    private void logTransition(State before, State after) {
        if (before.equals(after)) {
            return;
        }
        switch (after) {
            case State.Missing(int _, String what) -> {
                if (!what.equals(lastMissing)) {
                    log("waits: " + what);
                }
                lastMissing = what;
            }
            case State.Starting _ -> {
                lastMissing = null;
                log("engine starts");
            }
            case State.Streaming _ -> log("streams");
            case State.BackingOff(int _, String error) -> {
                progress.engineEnded();
                fail(error);
            }
            case State.Halted _ -> {
                progress.engineEnded();
                log("halted");
            }
            case State.Probing _, State.Halting _ -> {}
        }
    }

    private void log(String message) {
        LOG.atInfo()
                .addKeyValue("source", source.name())
                .addKeyValue("slot", source.slot())
                .log(message);
    }

    private void fail(String error) {
        lastError = error;
        lastErrorAt = clock.instant();
        LOG.atWarn()
                .addKeyValue("source", source.name())
                .addKeyValue("error", error)
                .log("engine failed, a new one follows");
    }

    private void measureLag() {
        try {
            var lag = database.lagBytes();
            lagBytes = lag.isPresent() ? lag.getAsLong() : null;
        } catch (SQLException failed) {
            lagBytes = null;
            LOG.atDebug()
                    .addKeyValue("source", source.name())
                    .addKeyValue("error", failed.getMessage())
                    .log("the slot's lag is unknown");
        }
    }
}
