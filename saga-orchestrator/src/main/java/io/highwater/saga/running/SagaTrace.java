package io.highwater.saga.running;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/// Work that no message brought along, a deadline or an operator, goes on in the trace of the saga it is for, and its
/// log lines name the saga and the order.
@Component
class SagaTrace {
    private final Tracer tracer;
    private final Propagator propagator;

    SagaTrace(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    void goOn(RunningSaga<?> saga, String what, Runnable work) {
        var headers = Map.of("traceparent", saga.traceparent());
        var span = propagator
                .extract(headers, (carrier, key) -> carrier.get(key))
                .name(what)
                .start();
        try (var _ = tracer.withSpan(span);
                var _ = MDC.putCloseable("sagaId", saga.saga().id().toString());
                var _ = MDC.putCloseable("orderId", saga.saga().businessKey())) {
            work.run();
        } finally {
            span.end();
        }
    }
}
