package io.highwater.broker.core;

/// We are wrong: something happened that the rules exclude. The owner of the state machine stops this partition or
/// coordinator, because a stopped replica can be repaired and a lying one cannot.
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }
}
