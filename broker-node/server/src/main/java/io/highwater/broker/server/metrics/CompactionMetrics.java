package io.highwater.broker.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What compaction does.
public final class CompactionMetrics {
    private final Histogram runs;
    private final LongAdder readBytes;
    private final LongAdder writtenBytes;
    private final LongAdder reclaimedBytes;
    private final LongAdder readRecords;
    private final LongAdder droppedRecords;
    /// Why a log is left alone, by partition.
    private final Map<String, String> uncleanable = new ConcurrentHashMap<>();
    /// How far compactions under way have come, from 0 to 1, by partition.
    private final Map<String, Double> underWay = new ConcurrentHashMap<>();

    private volatile double dirtiest;
    private volatile long waitingBytes;

    public CompactionMetrics(MetricRegistry registry) {
        runs = registry.histogram("highwater_compaction_seconds", "Time of a compaction of one log.");
        readBytes = registry.counter("highwater_compaction_read_bytes_total", "Bytes read by compaction.");
        writtenBytes = registry.counter("highwater_compaction_written_bytes_total", "Bytes written by compaction.");
        reclaimedBytes = registry.counter(
                "highwater_compaction_reclaimed_bytes_total", "Bytes by which compaction made logs smaller.");
        readRecords = registry.counter("highwater_compaction_records_total", "Records that compaction looked at.");
        droppedRecords = registry.counter("highwater_compaction_dropped_records_total", "Records that it dropped.");
        registry.gauge(
                "highwater_compaction_dirtiest_ratio",
                "Dirty share of the log that needs compaction most, when last looked at.",
                () -> List.of(Sample.of(dirtiest)));
        registry.gauge(
                "highwater_compaction_waiting_bytes",
                "Dirty bytes of all logs that are due, when last looked at.",
                () -> List.of(Sample.of((double) waitingBytes)));
        registry.gauge(
                "highwater_compaction_progress",
                "How much of the log a compaction under way has read, both passes counted, from 0 to 1.",
                () -> underWay.entrySet().stream()
                        .map(run -> new Sample(Sample.label("partition", run.getKey()), run.getValue()))
                        .toList());
        registry.gauge(
                "highwater_compaction_uncleanable",
                "Logs that cannot be compacted, and why.",
                () -> uncleanable.entrySet().stream()
                        .map(log -> new Sample(
                                Sample.label("partition", log.getKey()) + "," + Sample.label("reason", log.getValue()),
                                1.0))
                        .toList());
    }

    /// All logs were looked at.
    ///
    /// @param dirtiestRatio dirty share of the dirtiest one, from 0 to 1
    /// @param dirtyBytes    of those that are due
    public void surveyed(double dirtiestRatio, long dirtyBytes) {
        dirtiest = dirtiestRatio;
        waitingBytes = dirtyBytes;
    }

    public void read(int bytes) {
        readBytes.add(bytes);
    }

    public void written(int bytes) {
        writtenBytes.add(bytes);
    }

    /// A compaction has come so far.
    public void progressed(String partition, double share) {
        underWay.put(partition, share);
    }

    /// A compaction ended, well or not.
    public void ended(String partition) {
        underWay.remove(partition);
    }

    /// A compaction came to its end.
    public void compacted(long nanos, long reclaimed, long records, long dropped) {
        runs.record(nanos);
        reclaimedBytes.add(reclaimed);
        readRecords.add(records);
        droppedRecords.add(dropped);
    }

    /// A log is left alone from now on.
    public void gaveUp(String partition, String reason) {
        uncleanable.put(partition, reason);
    }
}
