package io.highwater.saga.engine;

import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.SagaState.Hold;
import io.highwater.saga.engine.SagaState.StepState;
import java.time.Instant;

/// Moves sagas along their [SagaDefinition]. Pure: the same saga, state, event and time give the same decision.
///
/// Thread-safety: stateless.
public final class SagaMachine<D> {
    private final SagaDefinition<D> definition;

    public SagaMachine(SagaDefinition<D> definition) {
        this.definition = definition;
    }

    public SagaDefinition<D> definition() {
        return definition;
    }

    /// Begins a saga: its first command goes out.
    public Moved start(Saga<D> saga, Instant now) {
        var turn = new Turn<>(definition, saga, initial(now), now);
        turn.begin();
        return turn.moved();
    }

    /// Takes one event. Events that do not fit the state are noted and change nothing else.
    public Moved on(Saga<D> saga, SagaState state, SagaEvent event, Instant now) {
        var turn = new Turn<>(definition, saga, state, now);
        switch (event) {
            case SagaEvent.Answered answered -> turn.answered(answered);
            case SagaEvent.DeadlinePassed _ -> turn.deadlinePassed();
            case SagaEvent.StartedAgain _ -> turn.startedAgain();
        }
        return turn.moved();
    }

    /// Does what an operator asks for, if the state allows it.
    public Decision operate(Saga<D> saga, SagaState state, Operation operation, Instant now) {
        return new Turn<>(definition, saga, state, now).operated(operation);
    }

    private SagaState initial(Instant now) {
        var steps = definition.steps().stream()
                .map(step -> new StepState(step.name(), StepStatus.PENDING))
                .toList();
        var expiresAt = now.plus(definition.timing().deadline());
        return new SagaState(steps, null, Hold.NONE, Failure.NONE, now, expiresAt, null);
    }
}
