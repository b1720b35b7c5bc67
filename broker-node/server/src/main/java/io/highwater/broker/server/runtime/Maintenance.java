package io.highwater.broker.server.runtime;

import io.highwater.broker.log.store.DirectoryFaultException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done from time to time: dropping old segments, and writing down how far logs are safe, so that a
/// start after a crash has little to check.
///
/// Thread-safety: owned by the first shard.
public final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final long CHECKPOINT_MS = 60_000;

    private final Shard shard;
    private final Background background;
    private final Partitions partitions;
    private final Storage storage;
    private final long retentionCheckMs;
    private final LongSupplier producerExpirationMs;
    private volatile boolean stopped;
    private List<Storage.Position> written = List.of();
    private Shard.@Nullable Timer checkpoint;
    private Shard.@Nullable Timer retention;

    public Maintenance(
            Shard shard,
            Background background,
            Partitions partitions,
            Storage storage,
            long retentionCheckMs,
            LongSupplier producerExpirationMs) {
        this.shard = shard;
        this.background = background;
        this.partitions = partitions;
        this.storage = storage;
        this.retentionCheckMs = retentionCheckMs;
        this.producerExpirationMs = producerExpirationMs;
    }

    public void start() {
        shard.execute(() -> {
            retention = shard.schedule(retentionCheckMs, this::applyRetention);
            checkpoint = shard.schedule(CHECKPOINT_MS, this::writeCheckpoints);
        });
    }

    /// No checkpoint is begun from now on: the last one is written when the logs are closed.
    public void stop() {
        stopped = true;
        shard.execute(() -> {
            if (retention != null && checkpoint != null) {
                retention.cancel();
                checkpoint.cancel();
            }
        });
    }

    private void applyRetention() {
        long expirationMs = producerExpirationMs.getAsLong();
        partitions
                .askAll(shard, partition -> {
                    partition.cleanUp(expirationMs);
                    return partition.id();
                })
                .whenComplete((_, _) -> {
                    if (!stopped) {
                        retention = shard.schedule(retentionCheckMs, this::applyRetention);
                    }
                });
    }

    private void writeCheckpoints() {
        partitions.askAll(shard, LocalPartitions::position).whenComplete((positions, error) -> {
            if (error != null || positions.equals(written)) {
                scheduleCheckpoint();
                return;
            }
            background.submit(shard, () -> write(positions)).whenComplete((done, failure) -> {
                if (failure == null) {
                    written = done;
                } else {
                    LOG.atError().setCause(failure).log("checkpoints could not be written");
                }
                scheduleCheckpoint();
            });
        });
    }

    private void scheduleCheckpoint() {
        if (!stopped) {
            checkpoint = shard.schedule(CHECKPOINT_MS, this::writeCheckpoints);
        }
    }

    private List<Storage.Position> write(List<Storage.Position> positions) throws DirectoryFaultException {
        if (!stopped) {
            storage.checkpoint(positions);
        }
        return positions;
    }
}
