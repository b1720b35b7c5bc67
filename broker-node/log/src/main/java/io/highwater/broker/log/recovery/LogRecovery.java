package io.highwater.broker.log.recovery;

import io.highwater.broker.log.epoch.EpochCheckpoint;
import io.highwater.broker.log.epoch.LeaderEpochs;
import io.highwater.broker.log.segment.CorruptBatchException;
import io.highwater.broker.log.segment.Segment;
import io.highwater.broker.log.segment.Segment.Damage;
import io.highwater.broker.log.segment.Segments;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.protocol.record.RecordBatch;
import java.nio.file.Path;
import java.util.List;

/// Opens the log in a directory.
///
/// After a clean stop it looks at the end of the active segment only. After a crash it walks every segment that
/// reaches behind the recovery point, checks the checksums of what was not flushed for sure, cuts the log at the
/// first byte that is no whole batch and drops what comes behind; so what is left is a prefix that contains
/// everything flushed.
///
/// Blocking; runs wherever the caller likes. One instance opens one log.
public final class LogRecovery {
    private final Disk disk;
    private final Path directory;
    private final RecoverySettings settings;
    private final RecoveryListener listener;
    private final Segments segments = new Segments();
    private final LeaderEpochs epochs;
    private final long epochsVersionOnDisk;
    private long nextOffset;
    private int lastEpoch = RecordBatch.NO_LEADER_EPOCH;
    /// Whether a transaction was ended behind the recovery point.
    private boolean markersFound;

    /// A recovery of the log in `directory`, which must exist.
    public LogRecovery(Disk disk, Path directory, RecoverySettings settings, RecoveryListener listener) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        this.listener = listener;
        this.epochs = EpochCheckpoint.read(disk, directory);
        this.epochsVersionOnDisk = epochs.version();
    }

    /// Does it all.
    public RecoveredLog recover() {
        loadSegments(new LogFolder(disk, directory, settings.maxIndexBytes(), listener).segments());
        var logStartOffset = settings.logStartOffset();
        if (segments.isEmpty()) {
            startAt(Math.max(0, logStartOffset));
        } else if (logStartOffset > nextOffset) {
            startAnew(logStartOffset);
        }
        logStartOffset = Math.max(logStartOffset, segments.first().baseOffset());
        epochs.truncateFromEnd(nextOffset);
        epochs.truncateFromStart(logStartOffset);
        var producers = new ProducerRecovery(disk, directory, settings, listener)
                .recover(segments, logStartOffset, nextOffset, markersFound);
        var recoveryPoint = settings.cleanShutdown() ? nextOffset : Math.min(settings.recoveryPoint(), nextOffset);
        return new RecoveredLog(
                segments, logStartOffset, nextOffset, recoveryPoint, producers, epochs, epochsVersionOnDisk);
    }

    private void loadSegments(List<Segment> found) {
        for (var i = 0; i < found.size(); i++) {
            var segment = found.get(i);
            var isLast = i == found.size() - 1;
            var end = isLast ? Long.MAX_VALUE : found.get(i + 1).baseOffset();
            segments.add(segment);
            var endsHere = load(segment, isLast, end);
            if (!isLast && !endsHere) {
                segment.seal();
            }
            if (endsHere) {
                found.subList(i + 1, found.size()).forEach(this::drop);
                // What was dropped must not come back with the next crash, when the log may have grown to where it was.
                disk.forceDirectory(directory);
                return;
            }
        }
    }

    /// Returns whether the log ends in this segment although others follow: because it was cut, or because what
    /// was never flushed is missing between its end and the next segment. (Compaction leaves such gaps too, but
    /// only where all is flushed.)
    private boolean load(Segment segment, boolean isLast, long end) {
        var before = segment.size();
        if (settings.cleanShutdown()) {
            if (!isLast) {
                return false;
            }
            return !resumes(segment) && check(segment, before);
        }
        // A segment that ends just at the recovery point is walked through as well: it may have been sealed after the
        // flush, and its indexes never forced. All of it was flushed, so a gap at its end is one of compaction's.
        return end >= settings.recoveryPoint()
                && (check(segment, before) || (!isLast && nextOffset < end && end > settings.recoveryPoint()));
    }

    /// Goes on where a clean stop left off. Returns false when the end or the indexes are not what a clean stop leaves.
    private boolean resumes(Segment segment) {
        nextOffset = segment.baseOffset();
        try {
            return segment.resume((batch, _) -> nextOffset = batch.nextOffset()).isEmpty();
        } catch (CorruptBatchException _) {
            // The indexes were nonsense, and the file did not allow to build them anew. The check says more.
            return false;
        }
    }

    /// Walks through the whole segment. Returns whether it was cut.
    private boolean check(Segment segment, int before) {
        nextOffset = segment.baseOffset();
        var damage = segment.rebuild(settings.recoveryPoint(), settings.indexIntervalBytes(), this::faultOf);
        listener.on(new RecoveryEvent.SegmentChecked(segment.path(), before));
        damage.ifPresent(found -> cut(segment, found, before));
        return damage.isPresent();
    }

    /// What the checksum does not cover is judged by its neighbours. Offsets follow each other unless the topic is
    /// compacted. Epochs never fall: a batch of an older leader is what a truncation had cut off and a crash
    /// brought back.
    private String faultOf(RecordBatch batch) {
        if (batch.lastOffset() >= settings.recoveryPoint()) {
            if (settings.gapless() && batch.baseOffset() != nextOffset) {
                return "offset %d, expected %d".formatted(batch.baseOffset(), nextOffset);
            }
            if (batch.partitionLeaderEpoch() < lastEpoch) {
                return "epoch %d behind epoch %d".formatted(batch.partitionLeaderEpoch(), lastEpoch);
            }
        }
        take(batch);
        return "";
    }

    private void take(RecordBatch batch) {
        nextOffset = batch.nextOffset();
        markersFound |= batch.isControl() && batch.hasProducerId() && batch.lastOffset() >= settings.recoveryPoint();
        lastEpoch = batch.partitionLeaderEpoch();
        if (lastEpoch > epochs.latestEpoch()) {
            epochs.assign(lastEpoch, batch.baseOffset());
        }
    }

    private void cut(Segment segment, Damage damage, int before) {
        segment.restoreSize();
        segment.force();
        listener.on(new RecoveryEvent.TailCut(
                segment.path(), damage.position(), (long) before - damage.position(), damage.reason()));
    }

    private void drop(Segment segment) {
        listener.on(new RecoveryEvent.SegmentDropped(segment.path(), segment.size()));
        segment.retire().forEach(disk::delete);
    }

    private void startAnew(long logStartOffset) {
        listener.on(new RecoveryEvent.StartedAnew(directory, logStartOffset));
        while (!segments.isEmpty()) {
            segments.removeLast().retire().forEach(disk::delete);
        }
        epochs.clear();
        startAt(logStartOffset);
    }

    private void startAt(long offset) {
        segments.add(Segment.create(disk, directory, offset, settings.maxIndexBytes(), settings.nowMs()));
        nextOffset = offset;
    }
}
