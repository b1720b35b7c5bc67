package io.highwater.saga.engine;

import java.time.Instant;

/// One line of a saga's history.
///
/// @param actor  [#SAGA], or the operator
/// @param step   name of the step that it is about, empty when it is about the whole saga
/// @param detail for people
public record TimelineEntry(Instant at, What what, String actor, String step, String detail) {
    /// The machine acted by itself.
    public static final String SAGA = "saga";

    /// What happened.
    public enum What {
        STARTED,
        START_IGNORED,
        COMMAND_SENT,
        COMMAND_SENT_AGAIN,
        COMMAND_HELD,
        STEP_SUCCEEDED,
        STEP_REFUSED,
        STEP_COMPENSATED,
        ANSWER_IGNORED,
        ANSWER_OVERDUE,
        EXPIRED,
        TURNED_BACK,
        OPERATOR_NEEDED,
        OPERATOR_RETRIED,
        OPERATOR_COMPENSATED,
        SUSPENDED,
        RESUMED,
        COMPLETED,
        REJECTED
    }
}
