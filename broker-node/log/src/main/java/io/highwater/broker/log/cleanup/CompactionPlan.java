package io.highwater.broker.log.cleanup;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.producer.ProducerStates;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Collects on the log's shard what a compaction needs to know, so that it can run without the log.
///
/// @param segments  of the log
/// @param producers of the log
/// @param limits    from the log's settings
public record CompactionPlan(
        Disk disk, Path directory, Segments segments, ProducerStates producers, Compaction.Limits limits) {
    /// A compaction of the segments before the end of the dirty part.
    ///
    /// @param aborted all aborted transactions with records before that end
    public Compaction prepare(Dirtiness dirtiness, List<AbortedTransaction> aborted) {
        var sources = new ArrayList<CompactionSource>();
        for (var i = 0; i < segments.count() - 1; i++) {
            var segment = segments.get(i);
            var next = segments.get(i + 1).baseOffset();
            if (next <= dirtiness.end()) {
                sources.add(new CompactionSource(segment, segment.retainFile(), segment.files(), next));
            }
        }
        return new Compaction(
                disk, directory, sources, aborted, producers, limits, dirtiness.firstDirtyOffset(), dirtiness.end());
    }
}
