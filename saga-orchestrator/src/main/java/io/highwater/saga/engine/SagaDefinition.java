package io.highwater.saga.engine;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a saga does, as a table of steps: compensatable ones, then at most one pivot, then retriable ones. The pivot
/// (or without one the first retriable step) is the point of no return: what was sent before it can be taken back,
/// what comes after it only goes forward.
///
/// @param type      name of this kind of saga; stored with each instance
/// @param dataType  what the saga knows from its start on; the commands are built from it
/// @param steps     in the order in which they are taken
/// @param rejection said last when the saga turned back and everything is compensated
/// @param timing    how long the saga and each step may take
public record SagaDefinition<D>(
        String type, Class<D> dataType, List<Step<D>> steps, Exchange<D> rejection, Timing timing) {

    /// Name of the [#rejection] in timelines and in states.
    public static final String REJECTION = "rejection";

    public SagaDefinition {
        steps = List.copyOf(steps);
        requireDistinctNames(steps);
        requireOrderOfKinds(steps);
        if (rejection.canBeRefused()) {
            throw new IllegalArgumentException("the rejection of saga %s must not be refusable".formatted(type));
        }
    }

    /// The step of that name.
    public Step<D> step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("saga %s has no step %s".formatted(type, name)));
    }

    /// The types of all answers that can reach this saga.
    public Set<Class<?>> answerTypes() {
        var types = new LinkedHashSet<Class<?>>();
        for (var step : steps) {
            types.addAll(step.action().answerTypes());
            if (step instanceof Step.Compensatable<D> compensatable) {
                types.addAll(compensatable.compensation().answerTypes());
            }
        }
        types.addAll(rejection.answerTypes());
        return types;
    }

    /// What is said and heard in that leg of that step.
    Exchange<D> exchange(Leg leg, String step) {
        return switch (leg) {
            case ACTION -> step(step).action();
            case COMPENSATION -> compensation(step);
            case REJECTION -> rejection;
        };
    }

    private Exchange<D> compensation(String name) {
        return switch (step(name)) {
            case Step.Compensatable<D> compensatable -> compensatable.compensation();
            case Step.Pivot<D> _, Step.Retriable<D> _ ->
                throw new IllegalStateException("step %s of saga %s has no compensation".formatted(name, type));
        };
    }

    private static <D> void requireDistinctNames(List<Step<D>> steps) {
        var names = new HashSet<String>();
        for (var step : steps) {
            if (step.name().equals(REJECTION) || !names.add(step.name())) {
                throw new IllegalArgumentException("step name %s is taken".formatted(step.name()));
            }
        }
    }

    private static <D> void requireOrderOfKinds(List<Step<D>> steps) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a saga needs at least one step");
        }
        var earlier = StepKind.COMPENSATABLE;
        for (var step : steps) {
            if (step.kind().compareTo(earlier) < 0 || (step.kind() == StepKind.PIVOT && earlier == StepKind.PIVOT)) {
                throw new IllegalArgumentException(
                        "step %s is %s and cannot follow a %s one".formatted(step.name(), step.kind(), earlier));
            }
            earlier = step.kind();
        }
    }
}
