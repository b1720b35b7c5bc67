package io.highwater.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.saga.engine.Decision.Refused;
import io.highwater.saga.engine.Operation.Action;
import io.highwater.saga.engine.SagaEvent.Answered;
import io.highwater.saga.engine.TripSaga.CallOff;
import io.highwater.saga.engine.TripSaga.CalledOff;
import io.highwater.saga.engine.TripSaga.CancelRoom;
import io.highwater.saga.engine.TripSaga.CancelSeat;
import io.highwater.saga.engine.TripSaga.Paid;
import io.highwater.saga.engine.TripSaga.Pay;
import io.highwater.saga.engine.TripSaga.PrintTicket;
import io.highwater.saga.engine.TripSaga.RoomBooked;
import io.highwater.saga.engine.TripSaga.SeatBooked;
import io.highwater.saga.engine.TripSaga.SeatCancelled;
import io.highwater.saga.engine.TripSaga.Sorry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What operators can do, and when.
class OperationTest {
    private final SagaDriver trip = SagaDriver.started();

    @Test
    void retryAsksAgainWithFreshPatience() {
        trip.answered(new SeatBooked(), new RoomBooked()).silentFor(5);
        trip.takeSent();

        trip.operated(Action.RETRY);

        assertThat(trip.takeSent()).containsExactly(new Pay("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(trip.state.wakeUp()).contains(trip.now.plusSeconds(10));
    }

    @Test
    void retryOfASilentCompensationGoesOnCompensating() {
        trip.answered(new SeatBooked(), new Sorry("FULL")).silentFor(5);

        trip.operated(Action.RETRY);

        assertThat(trip.lastCommand().message()).isEqualTo(new CancelSeat("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.COMPENSATING);
    }

    @Test
    void compensateTurnsBackWithTheStepInFlight() {
        trip.answered(new SeatBooked());

        trip.operated(Action.COMPENSATE);

        assertThat(trip.lastCommand().message()).isEqualTo(new CancelRoom("ada"));
        assertThat(trip.state.failure()).isEqualTo(new Failure(Failure.CANCELLED, "because"));
    }

    @Test
    void compensateIsRefusedOnceThePivotWasSent() {
        trip.answered(new SeatBooked(), new RoomBooked());

        assertThat(trip.decide(Action.COMPENSATE)).isInstanceOf(Refused.class);
    }

    @Test
    void compensateIsRefusedAfterThePivot() {
        trip.answered(new SeatBooked(), new RoomBooked(), new Paid());

        assertThat(trip.decide(Action.COMPENSATE)).isInstanceOf(Refused.class);
    }

    @Test
    void compensateIsRefusedWhileCompensating() {
        trip.answered(new SeatBooked(), new Sorry("FULL"));

        assertThat(trip.decide(Action.COMPENSATE)).isInstanceOf(Refused.class);
    }

    @Test
    void aSuspendedSagaTakesAnswersButSendsNothing() {
        trip.takeSent();
        trip.operated(Action.SUSPEND).on(new Answered(new SeatBooked(), Answered.UNSTATED));

        assertThat(trip.takeSent()).isEmpty();
        assertThat(trip.step("seat")).isEqualTo(StepStatus.SUCCEEDED);
        assertThat(trip.state.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(trip.state.wakeUp()).isEmpty();
    }

    @Test
    void resumeSendsWhatWasHeld() {
        trip.answered(new SeatBooked())
                .operated(Action.SUSPEND)
                .answered(new RoomBooked())
                .later(Duration.ofHours(1));
        trip.takeSent();

        trip.operated(Action.RESUME);

        assertThat(trip.takeSent()).containsExactly(new Pay("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
    }

    @Test
    void resumeAsksAgainForWhatWasInFlight() {
        trip.operated(Action.SUSPEND).later(Duration.ofHours(1)).operated(Action.RESUME);

        assertThat(trip.sent).hasSize(2);
        assertThat(trip.sent.get(1)).isEqualTo(trip.sent.get(0));
        assertThat(trip.state.expiresAt()).isAfter(trip.now);
    }

    @Test
    void aHeldStepWasNeverSentSoItIsNotUndone() {
        trip.operated(Action.SUSPEND).answered(new SeatBooked());

        trip.operated(Action.COMPENSATE);
        trip.answered(new SeatCancelled());

        assertThat(trip.lastCommand().message()).isEqualTo(new CallOff("ada", Failure.CANCELLED));
        assertThat(trip.step("room")).isEqualTo(StepStatus.PENDING);
    }

    @Test
    void aHeldPivotWasNeverSentSoTheSagaMayStillTurnBack() {
        trip.answered(new SeatBooked()).operated(Action.SUSPEND).answered(new RoomBooked());

        trip.operated(Action.COMPENSATE);

        assertThat(trip.lastCommand().message()).isEqualTo(new CancelRoom("ada"));
    }

    @Test
    void aHeldStepAfterThePivotOnlyGoesForward() {
        trip.answered(new SeatBooked(), new RoomBooked())
                .operated(Action.SUSPEND)
                .answered(new Paid());

        assertThat(trip.decide(Action.COMPENSATE)).isInstanceOf(Refused.class);
        trip.operated(Action.RESUME);
        assertThat(trip.lastCommand().message()).isEqualTo(new PrintTicket("ada"));
    }

    @Test
    void aRefusalWhileSuspendedIsUndoneAfterTheResume() {
        trip.answered(new SeatBooked()).operated(Action.SUSPEND).answered(new Sorry("FULL"));
        trip.takeSent();

        trip.operated(Action.RESUME);

        assertThat(trip.takeSent()).containsExactly(new CancelSeat("ada"));
    }

    @Test
    void anAnswerToACommandThatIsHeldIsIgnored() {
        trip.answered(new SeatBooked()).operated(Action.SUSPEND).answered(new Sorry("FULL"));

        trip.answeredWithCause(new SeatCancelled(), Answered.UNSTATED);

        assertThat(trip.step("seat")).isEqualTo(StepStatus.SUCCEEDED);
    }

    @Test
    void suspendAndResumeOnlyWhereTheyChangeSomething() {
        assertThat(trip.decide(Action.RESUME)).isInstanceOf(Refused.class);

        trip.operated(Action.SUSPEND);

        assertThat(trip.decide(Action.SUSPEND)).isInstanceOf(Refused.class);
        assertThat(trip.decide(Action.RETRY)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void nothingCanBeDoneToASagaThatHasEnded(Action action) {
        trip.answered(new Sorry("FULL"), new CalledOff());

        assertThat(trip.decide(action)).isEqualTo(new Refused("the saga has ended"));
    }

    @Test
    void theTimelineNamesTheOperatorAndTheReason() {
        trip.operated(Action.SUSPEND);

        assertThat(trip.timeline.getLast())
                .isEqualTo(new TimelineEntry(trip.now, TimelineEntry.What.SUSPENDED, "olga", "", "because"));
    }
}
