package io.highwater.outbox;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The current span as W3C headers, so that a trace goes on behind the relay.
@FunctionalInterface
public interface TraceContext {
    /// For services without tracing.
    TraceContext NONE = () -> Headers.ABSENT;

    Headers current();

    /// Reads the current span of `tracer` in the form that `propagator` writes.
    static TraceContext of(Tracer tracer, Propagator propagator) {
        return () -> {
            var span = tracer.currentSpan();
            if (span == null) {
                return Headers.ABSENT;
            }
            var headers = new HashMap<String, String>();
            propagator.inject(span.context(), headers, Headers::put);
            return new Headers(headers.get("traceparent"), headers.get("tracestate"));
        };
    }

    /// Trace context of one message; `null` where there is none.
    record Headers(@Nullable String traceparent, @Nullable String tracestate) {
        static final Headers ABSENT = new Headers(null, null);

        Headers(String traceparent) {
            this(traceparent, null);
        }

        private static void put(@Nullable Map<String, String> carrier, String name, String value) {
            if (carrier != null) {
                carrier.put(name, value);
            }
        }
    }
}
