package io.highwater.broker.log.recovery;

import io.highwater.broker.log.producer.EndedTransaction;
import io.highwater.broker.log.producer.ProducerRestoration;
import io.highwater.broker.log.producer.ProducerSnapshots;
import io.highwater.broker.log.producer.ProducerStates;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;

/// Finds out again what the log knows of its producers, and completes the indexes of aborted transactions: what they
/// say about markers behind the recovery point may never have reached the disk.
final class ProducerRecovery {
    private final Disk disk;
    private final Path directory;
    private final RecoverySettings settings;
    private final RecoveryListener listener;

    ProducerRecovery(Disk disk, Path directory, RecoverySettings settings, RecoveryListener listener) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        this.listener = listener;
    }

    /// Starts from the newest snapshot, unless transactions have to be indexed from further back.
    ///
    /// @param markersFound whether there are markers behind the recovery point
    ProducerStates recover(Segments segments, long logStartOffset, long nextOffset, boolean markersFound) {
        var trusted = Math.min(trustedIndexEnd(segments), nextOffset);
        cutIndexes(segments, trusted);
        var complete = !markersFound && trusted >= Math.min(settings.recoveryPoint(), nextOffset);
        var heardOf = complete ? nextOffset : trusted;
        var restored = new ProducerRestoration(ProducerSnapshots.in(disk, directory), segments)
                .upTo(nextOffset, logStartOffset, heardOf, ended -> index(segments, ended, heardOf));
        if (restored.fromOffset() < nextOffset) {
            listener.on(new RecoveryEvent.ProducersRestored(
                    directory,
                    restored.fromOffset(),
                    nextOffset,
                    restored.producers().count()));
        }
        return restored.producers();
    }

    /// The indexes know all markers before this offset.
    private long trustedIndexEnd(Segments segments) {
        for (var i = 0; i < segments.count(); i++) {
            if (!segments.get(i).transactionIndex().isSane()) {
                return segments.get(i).baseOffset();
            }
        }
        return settings.cleanShutdown() ? Long.MAX_VALUE : settings.recoveryPoint();
    }

    private static void cutIndexes(Segments segments, long offset) {
        for (var i = segments.floor(offset); i < segments.count(); i++) {
            segments.get(i).transactionIndex().truncateTo(offset);
        }
    }

    private static void index(Segments segments, EndedTransaction ended, long fromOffset) {
        if (ended.lastOffset() >= fromOffset) {
            ended.indexIn(segments.get(segments.floor(ended.lastOffset())));
        }
    }
}
