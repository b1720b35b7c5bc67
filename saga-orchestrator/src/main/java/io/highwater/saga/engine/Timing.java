package io.highwater.saga.engine;

import java.time.Duration;
import java.util.Map;

/// How long a saga waits.
///
/// @param deadline    of the whole saga up to its point of no return; later it turns back by itself
/// @param undecided   for actions that can still be taken back
/// @param mustSucceed for the pivot, what follows it, compensations and the rejection: there is no other way out
/// @param steps       by step name, for actions whose patience differs from the above
public record Timing(Duration deadline, Patience undecided, Patience mustSucceed, Map<String, Patience> steps) {
    public Timing {
        steps = Map.copyOf(steps);
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a saga's deadline must be positive but is " + deadline);
        }
    }

    public Timing(Duration deadline, Patience undecided, Patience mustSucceed) {
        this(deadline, undecided, mustSucceed, Map.of());
    }

    Patience of(Leg leg, String step, StepKind kind) {
        if (leg != Leg.ACTION) {
            return mustSucceed;
        }
        return steps.getOrDefault(step, kind == StepKind.COMPENSATABLE ? undecided : mustSucceed);
    }
}
