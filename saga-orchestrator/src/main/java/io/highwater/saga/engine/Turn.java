package io.highwater.saga.engine;

import io.highwater.saga.engine.Decision.Command;
import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.Decision.Refused;
import io.highwater.saga.engine.SagaState.Awaiting;
import io.highwater.saga.engine.SagaState.Hold;
import io.highwater.saga.engine.SagaState.StepState;
import io.highwater.saga.engine.TimelineEntry.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event's turn: the rules of the machine. Map: what happens (answers, deadlines, operators), then where it leads
/// (forward, back, giving up), then how a command is sent and how the state changes.
///
/// Lives for one call; not thread-safe.
final class Turn<D> {
    private final SagaDefinition<D> definition;
    private final Saga<D> saga;
    private final Instant now;
    private final List<Command> commands = new ArrayList<>();
    private final List<TimelineEntry> timeline = new ArrayList<>();

    // The state, taken apart.
    private final List<StepState> steps;
    private @Nullable Awaiting awaiting;
    private Hold hold;
    private Failure failure;
    private final Instant startedAt;
    private Instant expiresAt;
    private @Nullable Instant wakeAt;

    Turn(SagaDefinition<D> definition, Saga<D> saga, SagaState state, Instant now) {
        this.definition = definition;
        this.saga = saga;
        this.now = now;
        this.steps = new ArrayList<>(state.steps());
        this.awaiting = state.awaiting();
        this.hold = state.hold();
        this.failure = state.failure();
        this.startedAt = state.startedAt();
        this.expiresAt = state.expiresAt();
        this.wakeAt = state.wakeAt();
    }

    // ---- what happens

    void begin() {
        note(What.STARTED, "", definition.type() + " " + saga.businessKey());
        ask(Leg.ACTION, definition.steps().getFirst().name(), 1);
    }

    void startedAgain() {
        note(What.START_IGNORED, "", "this saga runs already");
    }

    void answered(SagaEvent.Answered answer) {
        var awaited = awaiting;
        if (awaited == null) {
            ignore(answer, "the saga has ended");
        } else if (neverSent(awaited)) {
            ignore(answer, "the command is still held");
        } else if (answersAnotherCommand(answer.causedBy(), awaited)) {
            ignore(answer, "it answers another command than the awaited one");
        } else {
            take(answer, awaited);
        }
    }

    private void take(SagaEvent.Answered answer, Awaiting awaited) {
        var exchange = definition.exchange(awaited.leg(), awaited.step());
        var refusal = exchange.refusal(answer.message());
        if (exchange.isSuccess(answer.message())) {
            succeeded(awaited, answer.name());
        } else if (refusal.isPresent()) {
            refused(awaited.step(), answer.name(), refusal.get());
        } else {
            ignore(answer, "no answer to %s of %s".formatted(awaited.leg(), awaited.step()));
        }
    }

    void deadlinePassed() {
        var awaited = awaiting;
        if (awaited == null || wakeAt == null || now.isBefore(wakeAt)) {
            return;
        }
        markUnknown(awaited);
        if (canTurnBack() && isExpired()) {
            expire(awaited.step());
            return;
        }
        note(What.ANSWER_OVERDUE, awaited.step(), "attempt %d of %d".formatted(awaited.attempt(), attempts(awaited)));
        if (awaited.attempt() < attempts(awaited)) {
            ask(awaited.leg(), awaited.step(), awaited.attempt() + 1);
        } else {
            giveUp(awaited);
        }
    }

    Decision operated(Operation operation) {
        var awaited = awaiting;
        if (awaited == null) {
            return new Refused("the saga has ended");
        }
        return switch (operation.action()) {
            case RETRY -> retry(awaited, operation);
            case COMPENSATE -> compensate(awaited, operation);
            case SUSPEND -> suspend(operation);
            case RESUME -> resume(awaited, operation);
        };
    }

    private Decision retry(Awaiting awaited, Operation operation) {
        if (hold == Hold.SUSPENDED) {
            return new Refused("the saga is suspended: resume it");
        }
        note(What.OPERATOR_RETRIED, awaited.step(), operation);
        goOn(awaited);
        return moved();
    }

    private Decision compensate(Awaiting awaited, Operation operation) {
        if (awaited.leg() != Leg.ACTION) {
            return new Refused("the saga is compensating already");
        }
        if (!canTurnBack()) {
            return new Refused("%s was sent: from there on the saga only goes forward".formatted(awaited.step()));
        }
        hold = Hold.NONE;
        note(What.OPERATOR_COMPENSATED, awaited.step(), operation);
        markUnknown(awaited);
        turnBack(new Failure(Failure.CANCELLED, operation.reason()));
        return moved();
    }

    private Decision suspend(Operation operation) {
        if (hold == Hold.SUSPENDED) {
            return new Refused("the saga is suspended already");
        }
        hold = Hold.SUSPENDED;
        wakeAt = null;
        note(What.SUSPENDED, "", operation);
        return moved();
    }

    private Decision resume(Awaiting awaited, Operation operation) {
        if (hold != Hold.SUSPENDED) {
            return new Refused("the saga is not suspended");
        }
        note(What.RESUMED, "", operation);
        goOn(awaited);
        return moved();
    }

    /// A person wants it to go on: it gets all its patience and its whole deadline again.
    private void goOn(Awaiting awaited) {
        hold = Hold.NONE;
        expiresAt = now.plus(definition.timing().deadline());
        ask(awaited.leg(), awaited.step(), 1);
    }

    // ---- where it leads

    private void succeeded(Awaiting awaited, String answer) {
        endNeedForOperator();
        switch (awaited.leg()) {
            case ACTION -> {
                mark(awaited.step(), StepStatus.SUCCEEDED);
                note(What.STEP_SUCCEEDED, awaited.step(), answer);
                forward(awaited.step());
            }
            case COMPENSATION -> {
                mark(awaited.step(), StepStatus.COMPENSATED);
                note(What.STEP_COMPENSATED, awaited.step(), answer);
                back();
            }
            case REJECTION -> end(What.REJECTED, failure.reason());
        }
    }

    private void refused(String step, String answer, Failure reason) {
        endNeedForOperator();
        mark(step, StepStatus.REFUSED);
        note(What.STEP_REFUSED, step, answer);
        turnBack(reason);
    }

    private void forward(String done) {
        int next = indexOf(done) + 1;
        if (next == steps.size()) {
            end(What.COMPLETED, "");
        } else if (kind(done) == StepKind.COMPENSATABLE && isExpired() && hold == Hold.NONE) {
            expire(done);
        } else {
            ask(Leg.ACTION, steps.get(next).name(), 1);
        }
    }

    private void expire(String step) {
        note(What.EXPIRED, step, "the saga's time is over");
        turnBack(new Failure(Failure.TIMED_OUT, "not decided in time, got to " + step));
    }

    private void turnBack(Failure reason) {
        failure = reason;
        note(What.TURNED_BACK, "", "%s: %s".formatted(reason.reason(), reason.detail()));
        back();
    }

    /// Undoes the latest step that may have left traces, or says the rejection when there is none left.
    private void back() {
        for (int index = steps.size() - 1; index >= 0; index--) {
            var step = steps.get(index);
            if (step.status().leavesTraces()) {
                ask(Leg.COMPENSATION, step.name(), 1);
                return;
            }
        }
        ask(Leg.REJECTION, SagaDefinition.REJECTION, 1);
    }

    private void giveUp(Awaiting awaited) {
        if (canTurnBack()) {
            turnBack(new Failure(Failure.TIMED_OUT, "no answer to " + awaited.step()));
            return;
        }
        hold = Hold.NEEDS_OPERATOR;
        wakeAt = null;
        note(What.OPERATOR_NEEDED, awaited.step(), "no answer to the " + awaited.leg());
    }

    private void end(What how, String detail) {
        awaiting = null;
        wakeAt = null;
        hold = Hold.NONE;
        note(how, "", detail);
    }

    // ---- sending

    private void ask(Leg leg, String step, int attempt) {
        if (hold == Hold.SUSPENDED) {
            awaiting = new Awaiting(leg, step, 0);
            wakeAt = null;
            note(What.COMMAND_HELD, step, leg.name());
            return;
        }
        awaiting = new Awaiting(leg, step, attempt);
        markAsked(leg, step);
        wakeAt = wakeUpAfter(awaiting);
        commands.add(command(leg, step));
        note(attempt == 1 ? What.COMMAND_SENT : What.COMMAND_SENT_AGAIN, step, leg.name());
    }

    private Command command(Leg leg, String step) {
        var exchange = definition.exchange(leg, step);
        var message = exchange.command().apply(new Exchange.Ask<>(saga, failure));
        return new Command(CommandIds.of(saga.id(), leg, step), exchange.topic(), saga.id(), message);
    }

    private void markAsked(Leg leg, String step) {
        switch (leg) {
            case ACTION -> {
                // A step that was asked for before keeps its UNKNOWN.
                if (steps.get(indexOf(step)).status() == StepStatus.PENDING) {
                    mark(step, StepStatus.IN_FLIGHT);
                }
            }
            case COMPENSATION -> mark(step, StepStatus.COMPENSATING);
            case REJECTION -> {}
        }
    }

    private Instant wakeUpAfter(Awaiting awaited) {
        var due = now.plus(patience(awaited).wait(awaited.attempt()));
        return canTurnBack() && expiresAt.isBefore(due) ? expiresAt : due;
    }

    // ---- questions

    /// The point of no return is where the pivot is sent: from then on only its answer decides.
    private boolean canTurnBack() {
        var awaited = awaiting;
        if (awaited == null || awaited.leg() != Leg.ACTION) {
            return false;
        }
        return kind(awaited.step()) == StepKind.COMPENSATABLE || (neverSent(awaited) && isUndecidedBefore(awaited));
    }

    /// True when nothing before the awaited step was final.
    private boolean isUndecidedBefore(Awaiting awaited) {
        int index = indexOf(awaited.step());
        return index == 0 || kind(steps.get(index - 1).name()) == StepKind.COMPENSATABLE;
    }

    private static boolean neverSent(Awaiting awaited) {
        return awaited.attempt() == 0;
    }

    private boolean isExpired() {
        return !now.isBefore(expiresAt);
    }

    private boolean answersAnotherCommand(UUID causedBy, Awaiting awaited) {
        if (causedBy.equals(CommandIds.of(saga.id(), awaited.leg(), awaited.step()))) {
            return false;
        }
        return definition.steps().stream()
                        .anyMatch(step -> causedBy.equals(CommandIds.of(saga.id(), Leg.ACTION, step.name()))
                                || causedBy.equals(CommandIds.of(saga.id(), Leg.COMPENSATION, step.name())))
                || causedBy.equals(CommandIds.of(saga.id(), Leg.REJECTION, SagaDefinition.REJECTION));
    }

    private int attempts(Awaiting awaited) {
        return patience(awaited).attempts();
    }

    private Patience patience(Awaiting awaited) {
        var kind = awaited.leg() == Leg.ACTION ? kind(awaited.step()) : StepKind.RETRIABLE;
        return definition.timing().of(awaited.leg(), awaited.step(), kind);
    }

    private StepKind kind(String step) {
        return definition.step(step).kind();
    }

    private int indexOf(String name) {
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index).name().equals(name)) {
                return index;
            }
        }
        throw new IllegalStateException("saga %s has no step %s".formatted(saga.id(), name));
    }

    // ---- changes

    /// An answer came after all: nobody is needed any more.
    private void endNeedForOperator() {
        if (hold == Hold.NEEDS_OPERATOR) {
            hold = Hold.NONE;
        }
    }

    /// Marks an awaited action, unless it was never sent; compensations and the rejection keep their status.
    private void markUnknown(Awaiting awaited) {
        if (awaited.leg() == Leg.ACTION && !neverSent(awaited)) {
            mark(awaited.step(), StepStatus.UNKNOWN);
        }
    }

    private void mark(String step, StepStatus status) {
        steps.set(indexOf(step), new StepState(step, status));
    }

    private void ignore(SagaEvent.Answered answer, String why) {
        note(What.ANSWER_IGNORED, awaiting == null ? "" : awaiting.step(), "%s: %s".formatted(answer.name(), why));
    }

    private void note(What what, String step, String detail) {
        timeline.add(new TimelineEntry(now, what, TimelineEntry.SAGA, step, detail));
    }

    private void note(What what, String step, Operation operation) {
        timeline.add(new TimelineEntry(now, what, operation.operator(), step, operation.reason()));
    }

    Moved moved() {
        var state = new SagaState(steps, awaiting, hold, failure, startedAt, expiresAt, wakeAt);
        return new Moved(state, commands, timeline);
    }
}
