package io.highwater.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.saga.engine.SagaEvent.Answered;
import io.highwater.saga.engine.SagaEvent.DeadlinePassed;
import io.highwater.saga.engine.TimelineEntry.What;
import io.highwater.saga.engine.TripSaga.BookRoom;
import io.highwater.saga.engine.TripSaga.BookSeat;
import io.highwater.saga.engine.TripSaga.CallOff;
import io.highwater.saga.engine.TripSaga.CalledOff;
import io.highwater.saga.engine.TripSaga.CancelRoom;
import io.highwater.saga.engine.TripSaga.CancelSeat;
import io.highwater.saga.engine.TripSaga.Paid;
import io.highwater.saga.engine.TripSaga.Pay;
import io.highwater.saga.engine.TripSaga.PrintTicket;
import io.highwater.saga.engine.TripSaga.RoomBooked;
import io.highwater.saga.engine.TripSaga.RoomCancelled;
import io.highwater.saga.engine.TripSaga.SeatBooked;
import io.highwater.saga.engine.TripSaga.SeatCancelled;
import io.highwater.saga.engine.TripSaga.Sorry;
import io.highwater.saga.engine.TripSaga.TicketPrinted;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What answers and their absence do. Operators: [OperationTest].
class SagaMachineTest {
    private final SagaDriver trip = SagaDriver.started();

    @Test
    void startSendsTheFirstCommand() {
        assertThat(trip.takeSent()).containsExactly(new BookSeat("ada"));
        assertThat(trip.step("seat")).isEqualTo(StepStatus.IN_FLIGHT);
        assertThat(trip.state.wakeUp()).contains(trip.now.plusSeconds(10));
    }

    @Test
    void eachSuccessSendsTheNextCommand() {
        trip.answered(new SeatBooked(), new RoomBooked(), new Paid());

        assertThat(trip.takeSent())
                .containsExactly(new BookSeat("ada"), new BookRoom("ada"), new Pay("ada"), new PrintTicket("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
    }

    @Test
    void theLastSuccessCompletes() {
        trip.answered(new SeatBooked(), new RoomBooked(), new Paid(), new TicketPrinted());

        assertThat(trip.state.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(trip.state.wakeUp()).isEmpty();
        assertThat(trip.history()).endsWith(What.STEP_SUCCEEDED, What.COMPLETED);
    }

    @Test
    void refusalOfTheFirstStepOnlyRejects() {
        trip.takeSent();

        trip.answeredWithCause(new Sorry("FULL"), Answered.UNSTATED);

        assertThat(trip.takeSent()).containsExactly(new CallOff("ada", "FULL"));
        assertThat(trip.step("seat")).isEqualTo(StepStatus.REFUSED);
    }

    @Test
    void refusalUndoesTheEarlierStepsButNotTheRefusedOne() {
        trip.answered(new SeatBooked(), new Sorry("FULL"), new SeatCancelled());

        assertThat(trip.takeSent())
                .containsExactly(
                        new BookSeat("ada"), new BookRoom("ada"), new CancelSeat("ada"), new CallOff("ada", "FULL"));
    }

    @Test
    void refusedPivotUndoesEverythingInReverse() {
        trip.answered(new SeatBooked(), new RoomBooked());
        trip.takeSent();

        trip.answeredWithCause(new Sorry("BROKE"), Answered.UNSTATED)
                .answered(new RoomCancelled(), new SeatCancelled(), new CalledOff());

        assertThat(trip.takeSent())
                .containsExactly(new CancelRoom("ada"), new CancelSeat("ada"), new CallOff("ada", "BROKE"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.REJECTED);
        assertThat(trip.state.failure()).isEqualTo(new Failure("BROKE", "sorry"));
    }

    @Test
    void silenceMakesTheStepUnknownAndSendsTheSameCommandAgain() {
        trip.silentFor(1);

        assertThat(trip.sent).hasSize(2);
        assertThat(trip.sent.get(1)).isEqualTo(trip.sent.get(0));
        assertThat(trip.step("seat")).isEqualTo(StepStatus.UNKNOWN);
        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
    }

    @Test
    void eachWaitIsTwiceAsLongUpToTheLongest() {
        trip.silentFor(1);
        assertThat(trip.state.wakeUp()).contains(trip.now.plusSeconds(20));

        trip.silentFor(1);
        assertThat(trip.state.wakeUp()).contains(trip.now.plusSeconds(20));
    }

    @Test
    void anAnswerAfterSilenceStillCounts() {
        trip.silentFor(2).answered(new SeatBooked());

        assertThat(trip.lastCommand().message()).isEqualTo(new BookRoom("ada"));
        assertThat(trip.step("seat")).isEqualTo(StepStatus.SUCCEEDED);
    }

    @Test
    void silenceToTheEndTurnsBackAndUndoesTheUnknownStepToo() {
        trip.answered(new SeatBooked());
        trip.takeSent();

        trip.silentFor(3).answered(new RoomCancelled(), new SeatCancelled());

        assertThat(trip.takeSent())
                .containsExactly(
                        new BookRoom("ada"),
                        new BookRoom("ada"),
                        new CancelRoom("ada"),
                        new CancelSeat("ada"),
                        new CallOff("ada", Failure.TIMED_OUT));
    }

    @Test
    void theSagasDeadlineTurnsBackWhilePatienceIsLeft() {
        var hurried = new SagaDriver(
                new Timing(Duration.ofSeconds(15), TripSaga.TIMING.undecided(), TripSaga.TIMING.mustSucceed()));

        hurried.silentFor(2);

        assertThat(hurried.now).isEqualTo(hurried.state.startedAt().plusSeconds(15));
        assertThat(hurried.lastCommand().message()).isEqualTo(new CancelSeat("ada"));
        assertThat(hurried.state.failure().reason()).isEqualTo(Failure.TIMED_OUT);
    }

    @Test
    void anAnswerAfterTheSagasDeadlineDoesNotGoOnForward() {
        trip.later(Duration.ofMinutes(6)).answered(new SeatBooked());

        assertThat(trip.lastCommand().message()).isEqualTo(new CancelSeat("ada"));
    }

    @Test
    void afterThePivotTheSagasDeadlineIsWithoutEffect() {
        trip.answered(new SeatBooked(), new RoomBooked())
                .later(Duration.ofMinutes(6))
                .answered(new Paid());

        assertThat(trip.lastCommand().message()).isEqualTo(new PrintTicket("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
    }

    @Test
    void aSilentPivotIsNeverUndoneButNeedsAnOperator() {
        trip.answered(new SeatBooked(), new RoomBooked());
        trip.takeSent();

        trip.silentFor(5);

        assertThat(trip.takeSent()).hasSize(4).containsOnly(new Pay("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.NEEDS_OPERATOR);
        assertThat(trip.state.wakeUp()).isEmpty();
    }

    @Test
    void aSilentRetriableStepNeedsAnOperator() {
        trip.answered(new SeatBooked(), new RoomBooked(), new Paid()).silentFor(5);

        assertThat(trip.state.status()).isEqualTo(SagaStatus.NEEDS_OPERATOR);
    }

    @Test
    void aSilentCompensationNeedsAnOperator() {
        trip.answered(new SeatBooked(), new Sorry("FULL")).silentFor(5);

        assertThat(trip.state.status()).isEqualTo(SagaStatus.NEEDS_OPERATOR);
        assertThat(trip.step("seat")).isEqualTo(StepStatus.COMPENSATING);
    }

    @Test
    void aSilentRejectionNeedsAnOperator() {
        trip.answered(new Sorry("FULL")).silentFor(5);

        assertThat(trip.state.status()).isEqualTo(SagaStatus.NEEDS_OPERATOR);
    }

    @Test
    void anAnswerAfterAllEndsTheNeedForAnOperator() {
        trip.answered(new SeatBooked(), new RoomBooked()).silentFor(5).answered(new Paid());

        assertThat(trip.lastCommand().message()).isEqualTo(new PrintTicket("ada"));
        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
    }

    @Test
    void aRefusalAfterAllEndsTheNeedForAnOperator() {
        trip.answered(new SeatBooked(), new RoomBooked()).silentFor(5).answered(new Sorry("BROKE"));

        assertThat(trip.state.status()).isEqualTo(SagaStatus.COMPENSATING);
    }

    @Test
    void aLateSuccessWhileCompensatingIsNotedAndIgnored() {
        trip.silentFor(3);
        var before = trip.state;

        trip.answered(new SeatBooked());

        assertThat(trip.state).isEqualTo(before);
        assertThat(trip.history()).endsWith(What.ANSWER_IGNORED);
    }

    @Test
    void aDuplicateAnswerIsNotedAndIgnored() {
        var seat = trip.lastCommand().id();
        trip.answered(new SeatBooked());
        var before = trip.state;

        trip.answeredWithCause(new SeatBooked(), seat);

        assertThat(trip.state).isEqualTo(before);
        assertThat(trip.history()).endsWith(What.ANSWER_IGNORED);
    }

    @Test
    void anAnswerToAnotherCommandIsIgnoredThoughItsTypeFits() {
        trip.answered(new SeatBooked());
        var room = trip.lastCommand().id();
        trip.answered(new RoomBooked());

        trip.answeredWithCause(new Sorry("LATE"), room);

        assertThat(trip.state.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(trip.step("pay")).isEqualTo(StepStatus.IN_FLIGHT);
    }

    @Test
    void answersAfterTheEndAreIgnored() {
        trip.answered(new Sorry("FULL"), new CalledOff());
        trip.takeSent();

        trip.answeredWithCause(new SeatBooked(), Answered.UNSTATED);

        assertThat(trip.takeSent()).isEmpty();
        assertThat(trip.state.status()).isEqualTo(SagaStatus.REJECTED);
    }

    @Test
    void wakingTooEarlyDoesNothing() {
        var before = trip.state;

        trip.later(Duration.ofSeconds(9)).on(new DeadlinePassed());

        assertThat(trip.state).isEqualTo(before);
        assertThat(trip.timeline).hasSize(2);
    }

    @Test
    void startingAgainIsOnlyNoted() {
        var before = trip.state;

        trip.on(new SagaEvent.StartedAgain());

        assertThat(trip.state).isEqualTo(before);
        assertThat(trip.history()).endsWith(What.START_IGNORED);
    }

    @Test
    void commandsOfOneSagaHaveDifferentIds() {
        trip.answered(new SeatBooked(), new RoomBooked());
        trip.answeredWithCause(new Sorry("BROKE"), Answered.UNSTATED)
                .answered(new RoomCancelled(), new SeatCancelled());

        assertThat(trip.sent).hasSize(6).extracting(Decision.Command::id).doesNotHaveDuplicates();
    }

    @Test
    void aStepMayHavePatienceOfItsOwn() {
        var steps = Map.of("seat", new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1), 1));
        var timing =
                new Timing(Duration.ofMinutes(5), TripSaga.TIMING.undecided(), TripSaga.TIMING.mustSucceed(), steps);

        var impatient = new SagaDriver(timing).silentFor(1);

        assertThat(impatient.lastCommand().message()).isEqualTo(new CancelSeat("ada"));
    }
}
