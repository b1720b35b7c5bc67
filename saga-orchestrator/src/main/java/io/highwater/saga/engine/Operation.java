package io.highwater.saga.engine;

/// An operator acts on a saga.
///
/// @param operator who
/// @param reason   why, for the audit
public record Operation(Action action, String operator, String reason) {
    public Operation {
        if (operator.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an operation needs an operator and a reason");
        }
    }

    /// What operators can do.
    public enum Action {
        /// Send the awaited command again, with fresh patience.
        RETRY,
        /// Turn back. Only before the point of no return.
        COMPENSATE,
        /// Send nothing until resumed; answers still count.
        SUSPEND,
        /// Go on.
        RESUME
    }
}
