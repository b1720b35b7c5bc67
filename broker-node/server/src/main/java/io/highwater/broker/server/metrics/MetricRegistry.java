package io.highwater.broker.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// All metrics of one node, and their Prometheus text. Counting costs one addition; everything else happens when
/// somebody asks for the page.
///
/// Thread-safety: any thread may count, register and read.
public final class MetricRegistry {
    private final List<Family> families = new CopyOnWriteArrayList<>();

    private record Family(String name, String type, String help, Supplier<List<Sample>> samples) {}

    /// A number that only grows.
    public LongAdder counter(String name, String help) {
        var counter = new LongAdder();
        register(name, "counter", help, () -> List.of(Sample.of((double) counter.sum())));
        return counter;
    }

    /// A family of numbers that only grow.
    public void counters(String name, String help, Supplier<List<Sample>> samples) {
        register(name, "counter", help, samples);
    }

    /// Numbers that go up and down, read when the page is asked for. The supplier is called on the page's thread and
    /// must only read what any thread may read.
    public void gauge(String name, String help, Supplier<List<Sample>> samples) {
        register(name, "gauge", help, samples);
    }

    /// How long something took.
    public Histogram histogram(String name, String help) {
        var histogram = new Histogram();
        families.add(new Family(name, "histogram", help, () -> histogram.samples()));
        return histogram;
    }

    /// The page.
    public String prometheus() {
        var page = new StringBuilder(8192);
        for (Family family : families) {
            page.append("# HELP ")
                    .append(family.name)
                    .append(' ')
                    .append(family.help)
                    .append('\n');
            page.append("# TYPE ")
                    .append(family.name)
                    .append(' ')
                    .append(family.type)
                    .append('\n');
            for (Sample sample : new ArrayList<>(family.samples.get())) {
                appendSample(page, family, sample);
            }
        }
        return page.toString();
    }

    private static void appendSample(StringBuilder page, Family family, Sample sample) {
        page.append(family.name);
        if (family.type.equals("histogram")) {
            Histogram.appendSuffix(page, sample);
        } else if (!sample.labels().isEmpty()) {
            page.append('{').append(sample.labels()).append('}');
        }
        page.append(' ').append(number(sample.value())).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private void register(String name, String type, String help, Supplier<List<Sample>> samples) {
        families.add(new Family(name, type, help, samples));
    }
}
