package io.highwater.saga.engine;

/// The kinds of steps, in the only order in which a saga may have them.
public enum StepKind {
    COMPENSATABLE,
    PIVOT,
    RETRIABLE
}
