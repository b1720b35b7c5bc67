package io.highwater.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Sagas against simulated participants over a bad network: all schedules with few faults, and random ones with many.
/// The rules are in [SimulatedWorld]. `-Dsim.seed=` replays one random run, `-Dsim.seeds=` sets their number.
class SagaSimulationTest {
    private static final Timing SHORT = new Timing(
            Duration.ofSeconds(60),
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 2),
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 2));

    private static final int MANY_FAULTS = 40;

    private final Map<SagaStatus, Integer> ends = new EnumMap<>(SagaStatus.class);

    @Test
    void everyScheduleWithUpToThreeFaultsEndsCleanOrWithAnOperator() {
        var all = new Chooser.Exhaustive();
        do {
            play(new SimulatedWorld(SHORT, all, 3));
        } while (all.next());

        assertThat(ends).containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.REJECTED, SagaStatus.NEEDS_OPERATOR);
    }

    @Test
    void randomSchedulesWithManyFaultsEndCleanOrWithAnOperator() {
        random(false);

        assertThat(ends).containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.REJECTED, SagaStatus.NEEDS_OPERATOR);
    }

    @Test
    void operatorsMayMeddleAtAnyTime() {
        random(true);

        assertThat(ends).containsKeys(SagaStatus.COMPLETED, SagaStatus.REJECTED, SagaStatus.SUSPENDED);
    }

    private void random(boolean operators) {
        var only = Long.getLong("sim.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? Long.getLong("sim.seeds", 3_000) : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                var world = new SimulatedWorld(SHORT, Chooser.random(seed), MANY_FAULTS);
                world.run(operators);
                ends.merge(world.status(), 1, Integer::sum);
                world.heal();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Dsim.seed=" + seed, e);
            }
        }
    }

    private void play(SimulatedWorld world) {
        world.run(false);
        ends.merge(world.status(), 1, Integer::sum);
    }
}
