package io.highwater.saga.engine;

/// One row of a [SagaDefinition].
public sealed interface Step<D> {
    String name();

    /// What is asked, and which answers it has.
    Exchange<D> action();

    StepKind kind();

    /// Can be taken back: `compensation` undoes the action, and blocks it if it arrives later than the compensation.
    record Compensatable<D>(String name, Exchange<D> action, Exchange<D> compensation) implements Step<D> {
        public Compensatable {
            requireNoRefusal(name, compensation);
        }

        @Override
        public StepKind kind() {
            return StepKind.COMPENSATABLE;
        }
    }

    /// Decides the saga: its success means forward only, its refusal means all the way back.
    record Pivot<D>(String name, Exchange<D> action) implements Step<D> {
        @Override
        public StepKind kind() {
            return StepKind.PIVOT;
        }
    }

    /// Comes after the decision, so it cannot be refused; it is asked until it is done.
    record Retriable<D>(String name, Exchange<D> action) implements Step<D> {
        public Retriable {
            requireNoRefusal(name, action);
        }

        @Override
        public StepKind kind() {
            return StepKind.RETRIABLE;
        }
    }

    static <D> Step<D> compensatable(String name, Exchange<D> action, Exchange<D> compensation) {
        return new Compensatable<>(name, action, compensation);
    }

    static <D> Step<D> pivot(String name, Exchange<D> action) {
        return new Pivot<>(name, action);
    }

    static <D> Step<D> retriable(String name, Exchange<D> action) {
        return new Retriable<>(name, action);
    }

    private static <D> void requireNoRefusal(String name, Exchange<D> exchange) {
        if (exchange.canBeRefused()) {
            throw new IllegalArgumentException("step %s must go on, but names a refusal".formatted(name));
        }
    }
}
