package io.highwater.saga.order;

import io.highwater.saga.engine.Patience;
import io.highwater.saga.engine.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long order sagas wait, `highwater.saga.order`.
///
/// @param deadline    of the whole saga before the payment is captured; then the order is rejected as `TIMED_OUT`
/// @param undecided   for a reservation and an authorisation; by default four tries in 2.5 minutes
/// @param mustSucceed for everything that has no other way out; by default over an hour until an operator is called
/// @param steps       by step name, where one action differs
@ConfigurationProperties("highwater.saga.order")
record OrderSagaSettings(
        @DefaultValue("5m") Duration deadline,
        @DefaultValue Undecided undecided,
        @DefaultValue MustSucceed mustSucceed,
        @DefaultValue Map<String, MustSucceed> steps) {

    /// @param first    wait for the first answer, doubled for each further one
    /// @param longest  upper limit of the doubling
    /// @param attempts how often the command is sent
    record Undecided(
            @DefaultValue("10s") Duration first,
            @DefaultValue("60s") Duration longest,
            @DefaultValue("4") int attempts) {}

    /// As [Undecided], with more patience.
    record MustSucceed(
            @DefaultValue("10s") Duration first,
            @DefaultValue("5m") Duration longest,
            @DefaultValue("20") int attempts) {
        Patience patience() {
            return new Patience(first, longest, attempts);
        }
    }

    Timing timing() {
        var bySteps = steps.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, step -> step.getValue().patience()));
        return new Timing(
                deadline,
                new Patience(undecided.first(), undecided.longest(), undecided.attempts()),
                mustSucceed.patience(),
                bySteps);
    }
}
