package io.highwater.notification.delivery;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Lets work on a delivery belong to the trace and the order of the event that caused it, however much later it
/// happens.
@Component
class DeliveryScope {
    private final ObjectProvider<Tracer> tracers;
    private final ObjectProvider<Propagator> propagators;

    DeliveryScope(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
        this.tracers = tracers;
        this.propagators = propagators;
    }

    void run(Notice notice, Runnable work) {
        try (var _ = MDC.putCloseable("orderId", notice.orderId().toString());
                var _ = MDC.putCloseable("userId", notice.userId())) {
            runInSpan(notice, work);
        }
    }

    private void runInSpan(Notice notice, Runnable work) {
        var tracer = tracers.getIfAvailable();
        var propagator = propagators.getIfAvailable();
        if (tracer == null || propagator == null || notice.traceparent().isEmpty()) {
            work.run();
            return;
        }
        var span = propagator
                .extract(Map.of("traceparent", notice.traceparent()), Map::get)
                .name("notification.deliver")
                .tag("channel", notice.channel().name())
                .start();
        try (var _ = tracer.withSpan(span)) {
            work.run();
        } finally {
            span.end();
        }
    }
}
