package io.highwater.broker.server.metrics;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Who was told to wait because of a quota, and how long.
public final class QuotaMetrics {
    private static final double MILLIS = 1e3;

    private final ConcurrentHashMap<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> millis = new ConcurrentHashMap<>();

    public QuotaMetrics(MetricRegistry registry) {
        registry.counters(
                "highwater_throttled_total",
                "Requests and connections that exceeded a quota, by its key.",
                () -> samples(requests, 1));
        registry.counters(
                "highwater_throttle_seconds_total",
                "Time that clients were told to wait, by the key of the quota.",
                () -> samples(millis, MILLIS));
    }

    /// Somebody has to wait for a quota.
    public void throttled(String quota, long throttleMs) {
        String label = Sample.label("quota", quota);
        requests.computeIfAbsent(label, _ -> new LongAdder()).increment();
        millis.computeIfAbsent(label, _ -> new LongAdder()).add(throttleMs);
    }

    private static List<Sample> samples(ConcurrentHashMap<String, LongAdder> counters, double unit) {
        return counters.entrySet().stream()
                .map(counter -> new Sample(counter.getKey(), counter.getValue().sum() / unit))
                .toList();
    }
}
