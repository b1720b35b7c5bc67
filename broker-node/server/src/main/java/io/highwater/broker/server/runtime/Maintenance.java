package io.highwater.broker.server.runtime;

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
    private final CheckpointWriter checkpoints;
    private final long retentionCheckMs;
    private final LongSupplier producerExpirationMs;
    private volatile boolean stopped;
    private Shard.@Nullable Timer checkpoint;
    private Shard.@Nullable Timer retention;

    public Maintenance(
            Shard shard,
            Background background,
            Partitions partitions,
            CheckpointWriter checkpoints,
            long retentionCheckMs,
            LongSupplier producerExpirationMs) {
        this.shard = shard;
        this.background = background;
        this.partitions = partitions;
        this.checkpoints = checkpoints;
        this.retentionCheckMs = retentionCheckMs;
        this.producerExpirationMs = producerExpirationMs;
    }

    public void start() {
        shard.execute(() -> {
            retention = shard.schedule(retentionCheckMs, this::applyRetention);
            checkpoint = shard.schedule(CHECKPOINT_MS, this::writeCheckpoints);
        });
    }

    /// No checkpoint is begun from now on, and none is under way when this returns: the last one is written when the
    /// logs are closed.
    public void stop() {
        stopped = true;
        checkpoints.close();
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
        background
                .submit(shard, () -> {
                    checkpoints.write();
                    return true;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atError().setCause(failure).log("checkpoints could not be written");
                    }
                    scheduleCheckpoint();
                });
    }

    private void scheduleCheckpoint() {
        if (!stopped) {
            checkpoint = shard.schedule(CHECKPOINT_MS, this::writeCheckpoints);
        }
    }
}
