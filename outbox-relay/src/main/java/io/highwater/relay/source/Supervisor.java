package io.highwater.relay.source;

import java.time.Duration;
import java.util.List;

/// Keeps an engine running for one source. An engine runs once, so every failure leads to a new one.
/// Pure: events in, effects out; no clock, no threads, no database.
///
/// ```
///            Begin, Resume                 Ready                 Polling
///   Halted ───────────────▶ Probing ────────────────▶ Starting ──────────▶ Streaming
///     ▲                     ▲  │  ▲                       │                    │
///     │ Ended        TimeIsUp  │  │ TimeIsUp              │ Ended              │ Ended
///     │                     │  ▼  │                       ▼                    ▼
///   Halting                Missing └──────────────────── BackingOff ◀──────────┘
///     ▲
///     └── Halt or Resnapshot while an engine runs (from Starting, Streaming)
/// ```
///
/// Without an engine, Halt leads straight to Halted and Resnapshot straight to Probing. What is wished for while an
/// engine is stopping is remembered, and the last wish counts.
///
/// Timers and engines are numbered, and an event of an older one changes nothing.
///
/// Thread-safety: none; owned by the source's loop.
final class Supervisor {
    /// Between two looks for a database or a publication that is not there yet.
    static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(2);

    static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    static final Duration LAST_BACKOFF = Duration.ofSeconds(10);

    /// An engine that streamed for this long had no part in the trouble before it.
    static final Duration STABLE_AFTER = Duration.ofMinutes(1);

    private State state = new State.Halted();
    private int lastNumber;
    private int failuresInARow;
    private int restarts;

    State state() {
        return state;
    }

    /// How many engines ended that nobody had told to.
    int restarts() {
        return restarts;
    }

    /// Takes one event and returns what the shell must do, in this order.
    List<Effect> on(Event event, long nowMs) {
        return switch (event) {
            case Event.Begin() -> begin();
            case Event.Resnapshot() -> resnapshot();
            case Event.Ready() -> state instanceof State.Probing ? start(nowMs) : List.of();
            case Event.Missing(String what) -> onMissing(what);
            case Event.Polling(int engine) -> onPolling(engine, nowMs);
            case Event.Ended(int engine, String error) -> onEnded(engine, error, nowMs);
            case Event.TimeIsUp(int timer) -> onTimeIsUp(timer);
            case Event.Halt() -> halt();
        };
    }

    private List<Effect> begin() {
        if (state instanceof State.Halting(int engine, Next next) && next == Next.STAY_HALTED) {
            state = new State.Halting(engine, Next.BEGIN);
        }
        return state instanceof State.Halted ? probe() : List.of();
    }

    private List<Effect> resnapshot() {
        return switch (state) {
            case State.Starting(int engine, long _) -> stop(engine, Next.FORGET_AND_BEGIN);
            case State.Streaming(int engine, long _) -> stop(engine, Next.FORGET_AND_BEGIN);
            case State.Halting(int engine, Next _) -> {
                state = new State.Halting(engine, Next.FORGET_AND_BEGIN);
                yield List.of();
            }
            case State.Halted _, State.Probing _, State.Missing _, State.BackingOff _ -> forgetAndProbe();
        };
    }

    private List<Effect> forgetAndProbe() {
        state = new State.Probing();
        return List.of(new Effect.ForgetPosition(), new Effect.Probe());
    }

    private List<Effect> probe() {
        state = new State.Probing();
        return List.of(new Effect.Probe());
    }

    private List<Effect> start(long nowMs) {
        lastNumber++;
        state = new State.Starting(lastNumber, nowMs);
        return List.of(new Effect.StartEngine(lastNumber));
    }

    private List<Effect> onMissing(String what) {
        if (!(state instanceof State.Probing)) {
            return List.of();
        }
        lastNumber++;
        state = new State.Missing(lastNumber, what);
        return List.of(new Effect.Schedule(lastNumber, LOOK_AGAIN_AFTER));
    }

    private List<Effect> onPolling(int engine, long nowMs) {
        if (state instanceof State.Starting starting && starting.engine() == engine) {
            state = new State.Streaming(engine, nowMs);
        }
        return List.of();
    }

    private List<Effect> onEnded(int engine, String error, long nowMs) {
        return switch (state) {
            case State.Starting starting when starting.engine() == engine -> backOff(error);
            case State.Streaming streaming
            when streaming.engine() == engine -> {
                if (nowMs - streaming.sinceMs() >= STABLE_AFTER.toMillis()) {
                    failuresInARow = 0;
                }
                yield backOff(error);
            }
            case State.Halting halting when halting.engine() == engine -> afterHalt(halting.next());
            case State.Starting _,
                    State.Streaming _,
                    State.Halting _,
                    State.Halted _,
                    State.Probing _,
                    State.Missing _,
                    State.BackingOff _ -> List.of();
        };
    }

    private List<Effect> afterHalt(Next next) {
        return switch (next) {
            case STAY_HALTED -> {
                state = new State.Halted();
                yield List.of();
            }
            case BEGIN -> probe();
            case FORGET_AND_BEGIN -> forgetAndProbe();
        };
    }

    private List<Effect> backOff(String error) {
        restarts++;
        lastNumber++;
        var delay = backoff(failuresInARow++);
        state = new State.BackingOff(lastNumber, error);
        return List.of(new Effect.Schedule(lastNumber, delay));
    }

    /// Doubles from the first to the last.
    static Duration backoff(int failuresBefore) {
        var doublings = Math.min(failuresBefore, 10);
        var delay = FIRST_BACKOFF.multipliedBy(1L << doublings);
        return delay.compareTo(LAST_BACKOFF) < 0 ? delay : LAST_BACKOFF;
    }

    private List<Effect> onTimeIsUp(int timer) {
        return switch (state) {
            case State.Missing missing when missing.timer() == timer -> probe();
            case State.BackingOff backingOff when backingOff.timer() == timer -> probe();
            case State.Missing _,
                    State.BackingOff _,
                    State.Starting _,
                    State.Streaming _,
                    State.Halting _,
                    State.Halted _,
                    State.Probing _ -> List.of();
        };
    }

    private List<Effect> halt() {
        return switch (state) {
            case State.Starting(int engine, long _) -> stop(engine, Next.STAY_HALTED);
            case State.Streaming(int engine, long _) -> stop(engine, Next.STAY_HALTED);
            case State.Halting(int engine, Next _) -> {
                state = new State.Halting(engine, Next.STAY_HALTED);
                yield List.of();
            }
            case State.Halted _, State.Probing _, State.Missing _, State.BackingOff _ -> {
                state = new State.Halted();
                yield List.of();
            }
        };
    }

    private List<Effect> stop(int engine, Next next) {
        failuresInARow = 0;
        state = new State.Halting(engine, next);
        return List.of(new Effect.StopEngine(engine));
    }

    /// Where a source is.
    sealed interface State {
        /// Nothing runs, and nothing will until it is begun.
        record Halted() implements State {}

        /// The database is asked whether it is there and prepared.
        record Probing() implements State {}

        /// Something that somebody else makes is not there yet; it is looked for again.
        record Missing(int timer, String what) implements State {}

        /// An engine connects, and reads a snapshot if it must.
        record Starting(int engine, long sinceMs) implements State {}

        /// An engine follows the write-ahead log.
        record Streaming(int engine, long sinceMs) implements State {}

        /// The last engine failed; the next one waits.
        record BackingOff(int timer, String error) implements State {}

        /// The engine was told to stop and has not ended yet.
        record Halting(int engine, Next next) implements State {}
    }

    /// What was last wished for while an engine was stopping.
    enum Next {
        STAY_HALTED,
        BEGIN,
        FORGET_AND_BEGIN
    }

    /// What happens to a source.
    sealed interface Event {
        /// Run, if halted.
        record Begin() implements Event {}

        /// Stop, and stay stopped.
        record Halt() implements Event {}

        /// Forget the position and begin anew, which sends every kept row once more.
        record Resnapshot() implements Event {}

        /// The database is there and prepared.
        record Ready() implements Event {}

        /// It is not; `what` says what is missing.
        record Missing(String what) implements Event {}

        /// The engine has begun to poll.
        record Polling(int engine) implements Event {}

        /// The engine's run is over.
        record Ended(int engine, String error) implements Event {}

        /// A scheduled time has come.
        record TimeIsUp(int timer) implements Event {}
    }

    /// What the shell does.
    sealed interface Effect {
        /// Ask the database; answer with {@link Event.Ready} or {@link Event.Missing}.
        record Probe() implements Effect {}

        /// Remove the position; no engine runs.
        record ForgetPosition() implements Effect {}

        /// Make an engine and run it.
        record StartEngine(int engine) implements Effect {}

        /// Stop that engine; answer with {@link Event.Ended} when it has.
        record StopEngine(int engine) implements Effect {}

        /// Answer with {@link Event.TimeIsUp} after `delay`.
        record Schedule(int timer, Duration delay) implements Effect {}
    }
}
