package io.highwater.saga.engine;

/// A saga's state in one word; the diagram is at [SagaState].
public enum SagaStatus {
    RUNNING,
    COMPENSATING,
    SUSPENDED,
    NEEDS_OPERATOR,
    COMPLETED,
    REJECTED;

    /// True when the saga will never move again.
    public boolean isFinal() {
        return this == COMPLETED || this == REJECTED;
    }
}
