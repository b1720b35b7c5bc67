package io.highwater.broker.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// How often something took how long, in buckets of seconds.
public final class Histogram {
    private static final double[] BOUNDS = {
        0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, Double.POSITIVE_INFINITY
    };
    private static final double NANOS = 1e9;
    private static final String SUM = "sum";
    private static final String COUNT = "count";

    private final LongAdder[] buckets = new LongAdder[BOUNDS.length];
    private final LongAdder totalNanos = new LongAdder();

    Histogram() {
        for (int index = 0; index < buckets.length; index++) {
            buckets[index] = new LongAdder();
        }
    }

    /// Counts one occurrence.
    public void record(long nanos) {
        totalNanos.add(nanos);
        double seconds = nanos / NANOS;
        int bucket = 0;
        while (seconds > BOUNDS[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
    }

    List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        long below = 0;
        for (int index = 0; index < BOUNDS.length; index++) {
            below += buckets[index].sum();
            String bound = Double.isInfinite(BOUNDS[index]) ? "+Inf" : Double.toString(BOUNDS[index]);
            samples.add(new Sample(Sample.label("le", bound), below));
        }
        samples.add(new Sample(SUM, totalNanos.sum() / NANOS));
        samples.add(new Sample(COUNT, below));
        return samples;
    }

    /// A histogram is three metrics under one name; what follows the name tells them apart.
    static void appendSuffix(StringBuilder page, Sample sample) {
        switch (sample.labels()) {
            case SUM -> page.append("_sum");
            case COUNT -> page.append("_count");
            default -> page.append("_bucket{").append(sample.labels()).append('}');
        }
    }
}
