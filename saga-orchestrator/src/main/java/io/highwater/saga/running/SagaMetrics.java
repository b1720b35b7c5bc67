package io.highwater.saga.running;

import io.highwater.outbox.outage.Failure;
import io.highwater.saga.engine.SagaStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Gauges: `saga.active{state}` and `saga.oldest.age{state}` in seconds, of the sagas that have not ended. What happens
/// to sagas is counted in `saga.events{type,what}`.
@Component
class SagaMetrics {
    private static final SagaViews.Load NONE = new SagaViews.Load(0, Duration.ZERO);

    private final SagaViews views;
    private volatile Map<SagaStatus, SagaViews.Load> load = Map.of();

    SagaMetrics(SagaViews views, MeterRegistry meters) {
        this.views = views;
        Arrays.stream(SagaStatus.values()).filter(state -> !state.isFinal()).forEach(state -> register(meters, state));
    }

    @Scheduled(fixedDelayString = "${highwater.saga.metrics-interval:10s}")
    void refresh() {
        try {
            load = views.load();
        } catch (RuntimeException e) {
            // Without the database there is nothing to count; the gauges keep what they showed.
            if (Failure.of(e) != Failure.INFRASTRUCTURE) {
                throw e;
            }
        }
    }

    private void register(MeterRegistry meters, SagaStatus state) {
        Gauge.builder("saga.active", () -> of(state).count())
                .tag("state", state.name())
                .description("sagas that have not ended")
                .register(meters);
        Gauge.builder("saga.oldest.age", () -> of(state).oldest().toSeconds())
                .tag("state", state.name())
                .baseUnit("seconds")
                .description("time since the oldest of them started")
                .register(meters);
    }

    private SagaViews.Load of(SagaStatus state) {
        return load.getOrDefault(state, NONE);
    }
}
