package io.highwater.saga.engine;

/// Which way an exchange leads.
public enum Leg {
    /// Forward: a step's own command.
    ACTION,
    /// Back: a step is undone.
    COMPENSATION,
    /// All is undone; the one who started the saga is told.
    REJECTION
}
