package io.highwater.saga.running;

import io.highwater.saga.engine.Decision;
import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.Operation;
import io.highwater.saga.engine.Saga;
import io.highwater.saga.engine.SagaEvent;
import io.highwater.saga.engine.SagaMachine;
import io.highwater.saga.engine.SagaState;
import java.time.Instant;

/// A saga together with the machine that moves it, as it was loaded.
///
/// @param traceparent trace of the message that started it; empty when it was not traced
public record RunningSaga<D>(SagaMachine<D> machine, Saga<D> saga, SagaState state, String traceparent) {
    String type() {
        return machine.definition().type();
    }

    Moved on(SagaEvent event, Instant now) {
        return machine.on(saga, state, event, now);
    }

    Decision operate(Operation operation, Instant now) {
        return machine.operate(saga, state, operation, now);
    }
}
