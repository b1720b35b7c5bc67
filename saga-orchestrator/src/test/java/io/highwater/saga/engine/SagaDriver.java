package io.highwater.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.saga.engine.Decision.Command;
import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.TripSaga.Trip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Plays events to one saga under a clock of its own, and remembers what went out.
final class SagaDriver {
    final SagaMachine<Trip> machine;
    final Saga<Trip> saga = TripSaga.saga();
    final List<Command> sent = new ArrayList<>();
    final List<TimelineEntry> timeline = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    SagaState state;

    SagaDriver(Timing timing) {
        machine = new SagaMachine<>(TripSaga.definition(timing));
        var started = machine.start(saga, now);
        state = started.state();
        remember(started);
    }

    static SagaDriver started() {
        return new SagaDriver(TripSaga.TIMING);
    }

    /// Each answer names the command that was sent last as its cause.
    SagaDriver answered(Object... answers) {
        for (var answer : answers) {
            on(new SagaEvent.Answered(answer, lastCommand().id()));
        }
        return this;
    }

    SagaDriver answeredWithCause(Object answer, UUID causedBy) {
        return on(new SagaEvent.Answered(answer, causedBy));
    }

    /// Lets the time of the next wake-up come, `times` times.
    SagaDriver silentFor(int times) {
        for (int i = 0; i < times; i++) {
            now = state.wakeUp().orElseThrow();
            on(new SagaEvent.DeadlinePassed());
        }
        return this;
    }

    SagaDriver later(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    SagaDriver on(SagaEvent event) {
        apply(machine.on(saga, state, event, now));
        return this;
    }

    SagaDriver operated(Operation.Action action) {
        assertThat(decide(action)).isInstanceOf(Moved.class);
        apply((Moved) decide(action));
        return this;
    }

    Decision decide(Operation.Action action) {
        return machine.operate(saga, state, new Operation(action, "olga", "because"), now);
    }

    Command lastCommand() {
        return sent.getLast();
    }

    /// The commands sent so far, and forgets them.
    List<Object> takeSent() {
        var messages = sent.stream().map(Command::message).toList();
        sent.clear();
        return messages;
    }

    List<TimelineEntry.What> history() {
        return timeline.stream().map(TimelineEntry::what).toList();
    }

    StepStatus step(String name) {
        return state.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private void apply(Moved moved) {
        state = moved.state();
        remember(moved);
    }

    private void remember(Moved moved) {
        sent.addAll(moved.commands());
        timeline.addAll(moved.timeline());
    }
}
