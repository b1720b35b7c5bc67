package io.highwater.saga.engine;

/// How far one step has come.
public enum StepStatus {
    /// Its command was never sent.
    PENDING(false),
    IN_FLIGHT(true),
    /// No answer in time: it may have happened or not, now or later.
    UNKNOWN(true),
    SUCCEEDED(true),
    /// Refused: nothing happened, so there is nothing to undo.
    REFUSED(false),
    COMPENSATING(true),
    COMPENSATED(false);

    private final boolean leavesTraces;

    StepStatus(boolean leavesTraces) {
        this.leavesTraces = leavesTraces;
    }

    /// True when a saga that turns back has to undo the step.
    boolean leavesTraces() {
        return leavesTraces;
    }
}
