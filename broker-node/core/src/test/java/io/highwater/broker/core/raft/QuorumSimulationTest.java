package io.highwater.broker.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The quorum in trouble, from many seeds; `-Dsim.seed=N` replays one, `-Dsim.seeds=N` tries more.
class QuorumSimulationTest {
    static LongStream seeds() {
        Long one = Long.getLong("sim.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("sim.seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverLosesWhatIsCommittedAndAgreesInTheEnd(long seed) {
        var quorum = new SimulatedQuorum(seed);

        quorum.run(30_000, 15_000);

        assertThat(quorum.committedEnd()).isGreaterThan(20);
    }
}
