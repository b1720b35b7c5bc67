package io.highwater.broker.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/// What happens to the logs.
public final class LogMetrics {
    private final Histogram flushes;
    private final LongAdder appendedBytes;
    private final LongAdder appendedBatches;
    private final LongAdder failedDirectories;
    private final LongAdder scrubbedBytes;
    private final LongAdder damagedBatches;

    public LogMetrics(MetricRegistry registry) {
        flushes =
                registry.histogram("highwater_log_flush_seconds", "Time of an fsync of one log; its count is theirs.");
        appendedBytes = registry.counter("highwater_log_appended_bytes_total", "Bytes appended to logs.");
        appendedBatches = registry.counter("highwater_log_appended_batches_total", "Batches appended to logs.");
        failedDirectories = registry.counter(
                "highwater_log_failed_total", "Partitions that went offline because their disk failed.");
        scrubbedBytes = registry.counter("highwater_log_scrubbed_bytes_total", "Bytes of closed segments read again.");
        damagedBatches = registry.counter(
                "highwater_log_damaged_total", "Stretches of closed segments that were found damaged.");
    }

    public void flushed(long nanos) {
        flushes.record(nanos);
    }

    public void appended(int bytes) {
        appendedBytes.add(bytes);
        appendedBatches.increment();
    }

    public void scrubbed(int bytes) {
        scrubbedBytes.add(bytes);
    }

    public void damaged() {
        damagedBatches.increment();
    }

    public void failed() {
        failedDirectories.increment();
    }
}
