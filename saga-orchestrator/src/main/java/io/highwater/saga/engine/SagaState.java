package io.highwater.saga.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a saga stands. At any time it waits for the answer to exactly one command, or it has ended.
///
/// ```
///              all actions done
///   RUNNING ───────────────────────▶ COMPLETED
///      │ refused, or silent before the point of no return
///      ▼
///   COMPENSATING ──────────────────▶ REJECTED
///              all undone, rejection answered
///
///   RUNNING, COMPENSATING ⇄ NEEDS_OPERATOR   silent where there is no other way out; an answer or a retry goes on
///   RUNNING, COMPENSATING ⇄ SUSPENDED        by operators: answers count, nothing is sent
/// ```
///
/// @param steps     each step's progress, in the definition's order
/// @param awaiting  the command whose answer is awaited; null when the saga has ended
/// @param hold      why nothing is sent at the moment
/// @param failure   why the saga turned back, or [Failure#NONE]
/// @param expiresAt when it turns back by itself, unless it is past the point of no return
/// @param wakeAt    when the machine wants a [SagaEvent.DeadlinePassed]; null when it waits for others only
public record SagaState(
        List<StepState> steps,
        @Nullable Awaiting awaiting,
        Hold hold,
        Failure failure,
        Instant startedAt,
        Instant expiresAt,
        @Nullable Instant wakeAt) {

    public SagaState {
        steps = List.copyOf(steps);
    }

    /// The command that was last asked for.
    ///
    /// @param step    the step's name, or [SagaDefinition#REJECTION]
    /// @param attempt how often it was sent in this round; 0 while it is held back
    public record Awaiting(Leg leg, String step, int attempt) {}

    /// One step's progress.
    public record StepState(String name, StepStatus status) {}

    /// Why nothing is sent.
    public enum Hold {
        NONE,
        SUSPENDED,
        NEEDS_OPERATOR
    }

    /// The state in one word.
    public SagaStatus status() {
        if (awaiting == null) {
            return failure.isNone() ? SagaStatus.COMPLETED : SagaStatus.REJECTED;
        }
        return switch (hold) {
            case SUSPENDED -> SagaStatus.SUSPENDED;
            case NEEDS_OPERATOR -> SagaStatus.NEEDS_OPERATOR;
            case NONE -> awaiting.leg() == Leg.ACTION ? SagaStatus.RUNNING : SagaStatus.COMPENSATING;
        };
    }

    /// The command whose answer is awaited, unless the saga has ended.
    public Optional<Awaiting> awaited() {
        return Optional.ofNullable(awaiting);
    }

    /// When the machine wants to be woken, if it does.
    public Optional<Instant> wakeUp() {
        return Optional.ofNullable(wakeAt);
    }
}
