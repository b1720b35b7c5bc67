package io.highwater.broker.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Requests by API and how they went.
public final class RequestMetrics {
    private static final double NANOS = 1e9;

    private final ConcurrentHashMap<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> nanos = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> errors = new ConcurrentHashMap<>();

    public RequestMetrics(MetricRegistry registry) {
        registry.counters("highwater_requests_total", "Requests by API.", () -> samples(requests, 1));
        registry.counters(
                "highwater_request_seconds_total",
                "Time from a request to its answer, by API, waiting included.",
                () -> samples(nanos, NANOS));
        registry.counters(
                "highwater_request_errors_total", "Errors answered, by API and code.", () -> samples(errors, 1));
    }

    /// A request was answered.
    public void answered(String api, long tookNanos) {
        String label = Sample.label("api", api);
        adder(requests, label).increment();
        adder(nanos, label).add(tookNanos);
    }

    /// An error went out, for the request as a whole or a part of it.
    public void error(String api, String code) {
        adder(errors, Sample.label("api", api) + "," + Sample.label("error", code))
                .increment();
    }

    private static LongAdder adder(ConcurrentHashMap<String, LongAdder> adders, String label) {
        LongAdder adder = adders.get(label);
        return adder != null ? adder : adders.computeIfAbsent(label, _ -> new LongAdder());
    }

    private static List<Sample> samples(ConcurrentHashMap<String, LongAdder> adders, double unit) {
        var samples = new ArrayList<Sample>();
        adders.forEach((labels, adder) -> samples.add(new Sample(labels, adder.sum() / unit)));
        samples.sort((left, right) -> left.labels().compareTo(right.labels()));
        return samples;
    }
}
