package io.highwater.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.highwater.saga.engine.TripSaga.CalledOff;
import io.highwater.saga.engine.TripSaga.Paid;
import io.highwater.saga.engine.TripSaga.RoomBooked;
import io.highwater.saga.engine.TripSaga.RoomCancelled;
import io.highwater.saga.engine.TripSaga.SeatBooked;
import io.highwater.saga.engine.TripSaga.SeatCancelled;
import io.highwater.saga.engine.TripSaga.Sorry;
import io.highwater.saga.engine.TripSaga.TicketPrinted;
import io.highwater.saga.engine.TripSaga.Trip;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SagaDefinitionTest {
    private static final Exchange<Trip> PLAIN = Exchange.ask("t", _ -> "do it", SeatBooked.class);
    private static final Exchange<Trip> REFUSABLE = PLAIN.orRefusal(Sorry.class, _ -> new Failure("NO", ""));

    @Test
    void knowsAllItsAnswers() {
        assertThat(TripSaga.definition(TripSaga.TIMING).answerTypes())
                .containsExactlyInAnyOrder(
                        SeatBooked.class,
                        Sorry.class,
                        SeatCancelled.class,
                        RoomBooked.class,
                        RoomCancelled.class,
                        Paid.class,
                        TicketPrinted.class,
                        CalledOff.class);
    }

    @Test
    void aSagaNeedsSteps() {
        assertThatIllegalArgumentException().isThrownBy(() -> saga(PLAIN, List.of()));
    }

    @Test
    void nothingThatMayBeRefusedComesAfterThePivot() {
        assertThatIllegalArgumentException().isThrownBy(() -> Step.retriable("a", REFUSABLE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saga(PLAIN, List.of(Step.pivot("a", PLAIN), Step.compensatable("b", PLAIN, PLAIN))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saga(PLAIN, List.of(Step.pivot("a", PLAIN), Step.pivot("b", PLAIN))));
    }

    @Test
    void theWayBackCannotBeRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Step.compensatable("a", PLAIN, REFUSABLE));
        assertThatIllegalArgumentException().isThrownBy(() -> saga(REFUSABLE, List.of(Step.pivot("a", PLAIN))));
    }

    @Test
    void stepNamesAreDistinct() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saga(PLAIN, List.of(Step.retriable("a", PLAIN), Step.retriable("a", PLAIN))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saga(PLAIN, List.of(Step.retriable(SagaDefinition.REJECTION, PLAIN))));
    }

    @Test
    void patienceNeedsPositiveGrowingWaits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Patience(Duration.ZERO, Duration.ofSeconds(1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1), 0));
    }

    @Test
    void patienceAddsUpItsWaits() {
        var patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60), 5);

        assertThat(patience.total()).isEqualTo(Duration.ofSeconds(10 + 20 + 40 + 60 + 60));
        assertThat(patience.wait(1_000)).isEqualTo(Duration.ofSeconds(60));
    }

    private static SagaDefinition<Trip> saga(Exchange<Trip> rejection, List<Step<Trip>> steps) {
        return new SagaDefinition<>("trip", Trip.class, steps, rejection, TripSaga.TIMING);
    }
}
