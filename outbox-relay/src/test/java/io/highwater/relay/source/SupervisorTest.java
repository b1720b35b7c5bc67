package io.highwater.relay.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.relay.source.Supervisor.Effect;
import io.highwater.relay.source.Supervisor.Event;
import io.highwater.relay.source.Supervisor.Next;
import io.highwater.relay.source.Supervisor.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorTest {
    private final Supervisor supervisor = new Supervisor();
    private long nowMs = 1_000_000;

    @Test
    void beginsByLookingAtTheDatabase() {
        assertThat(tell(new Event.Begin())).containsExactly(new Effect.Probe());
    }

    @Test
    void startsAnEngineWhenTheDatabaseIsReady() {
        tell(new Event.Begin());

        assertThat(tell(new Event.Ready())).containsExactly(new Effect.StartEngine(1));
    }

    @Test
    void streamsOnceTheEnginePolls() {
        startEngine();

        tell(new Event.Polling(1));

        assertThat(supervisor.state()).isEqualTo(new State.Streaming(1, nowMs));
    }

    @Test
    void looksAgainForWhatIsMissing() {
        tell(new Event.Begin());

        assertThat(tell(new Event.Missing("publication")))
                .containsExactly(new Effect.Schedule(1, Supervisor.LOOK_AGAIN_AFTER));
        assertThat(tell(new Event.TimeIsUp(1))).containsExactly(new Effect.Probe());
        assertThat(supervisor.restarts()).isZero();
    }

    @Test
    void makesANewEngineAfterAFailure() {
        stream();

        assertThat(tell(new Event.Ended(1, "connection lost")))
                .containsExactly(new Effect.Schedule(2, Supervisor.FIRST_BACKOFF));
        assertThat(supervisor.state()).isEqualTo(new State.BackingOff(2, "connection lost"));
        assertThat(tell(new Event.TimeIsUp(2))).containsExactly(new Effect.Probe());
        assertThat(tell(new Event.Ready())).containsExactly(new Effect.StartEngine(3));
        assertThat(supervisor.restarts()).isEqualTo(1);
    }

    @Test
    void waitsLongerAfterEveryFailureInARow() {
        tell(new Event.Begin());

        var delays = new ArrayList<Duration>();
        for (var i = 0; i < 7; i++) {
            var engine = ((Effect.StartEngine) tell(new Event.Ready()).getFirst()).engine();
            var schedule = (Effect.Schedule) tell(new Event.Ended(engine, "no")).getFirst();
            delays.add(schedule.delay());
            tell(new Event.TimeIsUp(schedule.timer()));
        }

        assertThat(delays.stream().map(Duration::toMillis))
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
    }

    @Test
    void anEngineThatWasStableStartsTheCountAnew() {
        stream();
        tell(new Event.Ended(1, "no"));
        tell(new Event.TimeIsUp(2));
        tell(new Event.Ready());
        tell(new Event.Polling(3));
        nowMs += Supervisor.STABLE_AFTER.toMillis();

        assertThat(tell(new Event.Ended(3, "no"))).containsExactly(new Effect.Schedule(4, Supervisor.FIRST_BACKOFF));
    }

    @Test
    void haltStopsARunningEngineAndWaitsForItsEnd() {
        stream();

        assertThat(tell(new Event.Halt())).containsExactly(new Effect.StopEngine(1));
        assertThat(supervisor.state()).isEqualTo(new State.Halting(1, Next.STAY_HALTED));
        tell(new Event.Ended(1, "stopped"));
        assertThat(supervisor.state()).isEqualTo(new State.Halted());
        assertThat(supervisor.restarts()).isZero();
    }

    @Test
    void aHaltedSourceIsBegunAgain() {
        stream();
        tell(new Event.Halt());
        tell(new Event.Ended(1, "stopped"));

        assertThat(tell(new Event.Begin())).containsExactly(new Effect.Probe());
    }

    @Test
    void aWishThatComesWhileTheEngineStopsIsRemembered() {
        stream();
        tell(new Event.Halt());

        assertThat(tell(new Event.Begin())).isEmpty();
        assertThat(tell(new Event.Ended(1, "stopped"))).containsExactly(new Effect.Probe());
    }

    @Test
    void theLastWishCounts() {
        stream();
        tell(new Event.Halt());
        tell(new Event.Begin());
        tell(new Event.Resnapshot());
        tell(new Event.Halt());

        assertThat(tell(new Event.Ended(1, "stopped"))).isEmpty();
        assertThat(supervisor.state()).isEqualTo(new State.Halted());
    }

    @Test
    void aResnapshotForgetsThePositionOnceNoEngineRuns() {
        stream();

        assertThat(tell(new Event.Resnapshot())).containsExactly(new Effect.StopEngine(1));
        assertThat(tell(new Event.Ended(1, "stopped")))
                .containsExactly(new Effect.ForgetPosition(), new Effect.Probe());
    }

    @Test
    void aResnapshotOfASourceThatBacksOffGoesAheadAtOnce() {
        stream();
        tell(new Event.Ended(1, "no"));

        assertThat(tell(new Event.Resnapshot())).containsExactly(new Effect.ForgetPosition(), new Effect.Probe());
        assertThat(tell(new Event.TimeIsUp(2))).isEmpty();
    }

    @Test
    void haltWhileWaitingLeavesNothingBehind() {
        tell(new Event.Begin());
        tell(new Event.Missing("database"));
        tell(new Event.Halt());

        assertThat(tell(new Event.TimeIsUp(1))).isEmpty();
        assertThat(supervisor.state()).isEqualTo(new State.Halted());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void eventsOfAnOlderEngineOrTimerChangeNothing(int old) {
        stream();
        tell(new Event.Ended(1, "no"));
        tell(new Event.TimeIsUp(2));
        tell(new Event.Ready());
        var before = supervisor.state();

        assertThat(tell(new Event.Polling(old))).isEmpty();
        assertThat(tell(new Event.Ended(old, "late"))).isEmpty();
        assertThat(tell(new Event.TimeIsUp(old))).isEmpty();
        assertThat(supervisor.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0,500", "1,1000", "4,8000", "5,10000", "1000000,10000"})
    void backoffIsBounded(int failures, long ms) {
        assertThat(Supervisor.backoff(failures)).isEqualTo(Duration.ofMillis(ms));
    }

    /// Every event in every state: at most one engine is running at any time, one that ended unasked is always followed
    /// by a timer, and nothing but a halt leads to a source that nobody will ever begin again.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverRunsTwoEnginesAndNeverGivesUp(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var shell = new Shell();

        for (var step = 0; step < 20_000; step++) {
            shell.perform(tell(shell.any(random)));

            assertThat(shell.running).as("seed %d, step %d", seed, step).hasSizeLessThanOrEqualTo(1);
            if (supervisor.state() instanceof State.Missing(int timer, String _)) {
                assertThat(shell.timers).contains(timer);
            }
            if (supervisor.state() instanceof State.BackingOff(int timer, String _)) {
                assertThat(shell.timers).contains(timer);
            }
            nowMs += random.nextInt(30_000);
        }
    }

    private List<Effect> tell(Event event) {
        return supervisor.on(event, nowMs);
    }

    private void startEngine() {
        tell(new Event.Begin());
        tell(new Event.Ready());
    }

    private void stream() {
        startEngine();
        tell(new Event.Polling(1));
    }

    /// What the effects lead to, and the events that could come of it; impossible ones among them.
    private static final class Shell {
        private final List<Integer> running = new ArrayList<>();
        private final List<Integer> timers = new ArrayList<>();

        private void perform(List<Effect> effects) {
            for (var effect : effects) {
                switch (effect) {
                    case Effect.StartEngine(int engine) -> running.add(engine);
                    case Effect.Schedule(int timer, Duration _) -> timers.add(timer);
                    case Effect.ForgetPosition() -> assertThat(running).isEmpty();
                    case Effect.Probe(), Effect.StopEngine(int _) -> {}
                }
            }
        }

        private Event any(RandomGenerator random) {
            return switch (random.nextInt(8)) {
                case 0 -> new Event.Begin();
                case 1 ->
                    switch (random.nextInt(8)) {
                        case 0 -> new Event.Resnapshot();
                        case 1 -> new Event.Halt();
                        default -> new Event.Begin();
                    };
                case 2, 3 -> new Event.Ready();
                case 4 -> new Event.Missing("something");
                case 5 -> running.isEmpty() ? new Event.Ended(-1, "") : new Event.Polling(running.getFirst());
                case 6 -> running.isEmpty() ? new Event.Polling(-1) : new Event.Ended(running.removeFirst(), "failed");
                default ->
                    timers.isEmpty()
                            ? new Event.TimeIsUp(-1)
                            : new Event.TimeIsUp(timers.remove(random.nextInt(timers.size())));
            };
        }
    }
}
