package io.highwater.broker.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricRegistryTest {
    private final MetricRegistry registry = new MetricRegistry();

    @Test
    void aCounterIsALineWithItsHelpAndType() {
        registry.counter("things_total", "Things.").add(3);

        assertThat(registry.prometheus()).isEqualTo("""
            # HELP things_total Things.
            # TYPE things_total counter
            things_total 3
            """);
    }

    @Test
    void labelsAreQuotedSafely() {
        registry.gauge("lag", "Lag.", () -> List.of(new Sample(Sample.label("group", "a\"b\\c"), 1.5)));

        assertThat(registry.prometheus()).contains("lag{group=\"a\\\"b\\\\c\"} 1.5\n");
    }

    @Test
    void aHistogramCountsEachBucketWithThoseBelow() {
        var histogram = registry.histogram("took_seconds", "Time.");
        histogram.record(700_000);
        histogram.record(3_000_000);

        assertThat(registry.prometheus())
                .contains("took_seconds_bucket{le=\"5.0E-4\"} 0\n")
                .contains("took_seconds_bucket{le=\"0.001\"} 1\n")
                .contains("took_seconds_bucket{le=\"+Inf\"} 2\n")
                .contains("took_seconds_sum 0.0037\n")
                .contains("took_seconds_count 2\n");
    }
}
