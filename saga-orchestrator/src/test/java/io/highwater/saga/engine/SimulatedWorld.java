package io.highwater.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.saga.engine.Decision.Command;
import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.SimulatedParticipants.Effect;
import io.highwater.saga.engine.TripSaga.CancelRoom;
import io.highwater.saga.engine.TripSaga.CancelSeat;
import io.highwater.saga.engine.TripSaga.Trip;
import io.highwater.saga.engine.TripSaga.TripCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One saga, its participants and a network that loses, repeats, delays and reorders messages as a [Chooser] wants it,
/// up to a number of faults. Checks the rules at each command and at the end.
final class SimulatedWorld {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MAX_EVENTS = 10_000;

    private sealed interface Message {
        record ToParticipant(Command command) implements Message {}

        record ToSaga(SagaEvent.Answered answer) implements Message {}
    }

    private final Timing timing;
    private final SagaMachine<Trip> machine;
    private final Saga<Trip> saga = TripSaga.saga();
    private final Chooser chooser;
    private final SimulatedParticipants participants;
    private final List<Message> network = new ArrayList<>();
    private final Map<UUID, Object> sent = new HashMap<>();
    private Instant now = START;
    private SagaState state;
    private int faultsLeft;
    private boolean operatorsActed;
    private boolean messagesWereLost;

    SimulatedWorld(Timing timing, Chooser chooser, int faults) {
        this.timing = timing;
        this.machine = new SagaMachine<>(TripSaga.definition(timing));
        this.chooser = chooser;
        this.participants = new SimulatedParticipants(chooser);
        this.faultsLeft = faults;
        var started = machine.start(saga, now);
        state = started.state();
        started.commands().forEach(this::send);
    }

    /// Runs until nothing is under way and nothing is due; with `operators`, they meddle as well.
    void run(boolean operators) {
        for (int events = 0; !network.isEmpty() || state.wakeUp().isPresent(); events++) {
            assertThat(events).as("events until it is quiet").isLessThan(MAX_EVENTS);
            if (operators && chooser.choose(12) == 1) {
                operate(Operation.Action.values()[chooser.choose(Operation.Action.values().length)]);
            }
            step();
        }
        checkTheEnd();
    }

    /// The network is healed, and operators do their duty: every saga must come to a clean end.
    void heal() {
        faultsLeft = 0;
        if (state.status() == SagaStatus.SUSPENDED) {
            operate(Operation.Action.RESUME);
        } else if (state.status() == SagaStatus.NEEDS_OPERATOR) {
            operate(Operation.Action.RETRY);
        }
        run(false);
        assertThat(state.status()).matches(SagaStatus::isFinal, "final");
    }

    SagaStatus status() {
        return state.status();
    }

    private void step() {
        if (network.isEmpty()) {
            wakeUp();
            return;
        }
        int options = faultsLeft > 0 ? 5 : 1;
        int choice = chooser.choose(options);
        if (choice > 0) {
            faultsLeft--;
        }
        switch (choice) {
            case 0 -> deliver(network.removeFirst());
            case 1 -> {
                network.removeFirst();
                messagesWereLost = true;
            }
            case 2 -> deliver(network.getFirst());
            case 3 -> deliver(network.removeLast());
            default -> wakeUp();
        }
    }

    private void wakeUp() {
        state.wakeUp().ifPresent(time -> {
            now = time.isAfter(now) ? time : now;
            apply(machine.on(saga, state, new SagaEvent.DeadlinePassed(), now));
        });
    }

    private void deliver(Message message) {
        now = now.plusMillis(1);
        switch (message) {
            case Message.ToParticipant(Command command) -> {
                var answer = participants.handle((TripCommand) command.message());
                network.add(new Message.ToSaga(new SagaEvent.Answered(answer, command.id())));
            }
            case Message.ToSaga(SagaEvent.Answered answer) -> apply(machine.on(saga, state, answer, now));
        }
    }

    private void operate(Operation.Action action) {
        operatorsActed = true;
        if (machine.operate(saga, state, new Operation(action, "olga", "chaos"), now) instanceof Moved moved) {
            apply(moved);
        }
    }

    private void apply(Moved moved) {
        state = moved.state();
        moved.commands().forEach(this::send);
        assertThat(state.awaited().isEmpty()).isEqualTo(state.status().isFinal());
        assertThat(state.wakeUp().isPresent())
                .isEqualTo(state.status() == SagaStatus.RUNNING || state.status() == SagaStatus.COMPENSATING);
    }

    private void send(Command command) {
        checkTheOrder(command.message());
        var before = sent.put(command.id(), command.message());
        assertThat(before == null || before.equals(command.message()))
                .as("same id, same command")
                .isTrue();
        network.add(new Message.ToParticipant(command));
    }

    private void checkTheOrder(Object command) {
        if (command instanceof CancelSeat || command instanceof CancelRoom) {
            var action = command instanceof CancelSeat ? "BookSeat" : "BookRoom";
            assertThat(wasSent(action)).as("%s needs %s", command, action).isTrue();
            assertThat(!wasSent("Pay") || participants.is("pay", Effect.REFUSED))
                    .as("no way back once the pivot was sent, unless it was refused")
                    .isTrue();
        }
        if (command instanceof CancelSeat) {
            assertThat(leftByTheSaga("room", "BookRoom")).as("in reverse").isFalse();
        }
        if (command instanceof TripSaga.CallOff) {
            assertThat(leftByTheSaga("room", "BookRoom")).as("room left out").isFalse();
            assertThat(leftByTheSaga("seat", "BookSeat")).as("seat left out").isFalse();
        }
    }

    private boolean leftByTheSaga(String what, String action) {
        return wasSent(action) && !participants.is(what, Effect.REFUSED) && !participants.is(what, Effect.UNDONE);
    }

    private boolean wasSent(String command) {
        return sent.values().stream()
                .anyMatch(it -> it.getClass().getSimpleName().equals(command));
    }

    private void checkTheEnd() {
        switch (state.status()) {
            case COMPLETED -> {
                for (var what : List.of("seat", "room", "pay", "ticket")) {
                    assertThat(participants.is(what, Effect.DONE)).as(what).isTrue();
                }
                assertThat(wasSent("CallOff")).isFalse();
            }
            case REJECTED -> {
                for (var what : List.of("seat", "room", "pay", "ticket")) {
                    assertThat(participants.is(what, Effect.DONE)).as(what).isFalse();
                }
                assertThat(participants.is("call off", Effect.DONE)).isTrue();
            }
            case NEEDS_OPERATOR ->
                assertThat(messagesWereLost || operatorsActed)
                        .as("operators are called only when answers are missing")
                        .isTrue();
            case SUSPENDED -> assertThat(operatorsActed).isTrue();
            case RUNNING, COMPENSATING -> throw new AssertionError("quiet, but " + state);
        }
        if (!operatorsActed) {
            assertThat(Duration.between(START, now)).isLessThan(longest());
        }
    }

    /// Up to the deadline forward; then at most the pivot and the ticket, or the pivot and three ways back. A message
    /// takes a millisecond here.
    private Duration longest() {
        return timing.deadline()
                .plus(timing.mustSucceed().total().multipliedBy(4))
                .plusSeconds(10);
    }
}
