package io.highwater.broker.server.runtime;

import io.highwater.broker.log.ScrubTask;
import io.highwater.broker.log.segment.DamagedRange;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.server.metrics.LogMetrics;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what nobody reads: one segment after the other of all that are closed and on the disk, at a bounded
/// rate, round after round. What has rotted is reported and not served any more; the rest of its segment is.
///
/// Kafka has no such thing: there, damage below the recovery point is found by the consumer that happens upon it.
///
/// Thread-safety: owned by the first shard.
public final class Scrubber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    /// How much is read at a time. At the default rate that is a short read every half second.
    private static final int CHUNK_BYTES = 1024 * 1024;

    private static final long MILLIS = 1_000;

    private final Shards shards;
    private final Background background;
    private final Partitions partitions;
    private final LogMetrics metrics;
    private final long bytesPerSecond;
    private final long intervalMs;
    private final ArrayDeque<TopicPartition> toDo = new ArrayDeque<>();
    private volatile boolean stopped;
    private @Nullable TopicPartition current;
    private long fromOffset;

    /// @param bytesPerSecond how fast to read; 0 reads nothing
    /// @param intervalMs     how long to rest between two rounds
    public Scrubber(
            Shards shards,
            Background background,
            Partitions partitions,
            LogMetrics metrics,
            long bytesPerSecond,
            long intervalMs) {
        this.shards = shards;
        this.background = background;
        this.partitions = partitions;
        this.metrics = metrics;
        this.bytesPerSecond = bytesPerSecond;
        this.intervalMs = intervalMs;
    }

    /// Begins the first round after one interval, or a minute if that is shorter: a start has better things to do.
    public void start() {
        if (bytesPerSecond > 0) {
            later(Math.min(intervalMs, 60 * MILLIS), this::beginRound);
        }
    }

    /// Begins nothing more; a piece that is being read is read to its end.
    @Override
    public void close() {
        stopped = true;
    }

    private void later(long delayMs, Runnable step) {
        shards.first().schedule(delayMs, () -> {
            if (!stopped) {
                step.run();
            }
        });
    }

    private void beginRound() {
        partitions.askAll(shards.first(), Partition::id).thenAccept(all -> {
            toDo.addAll(all);
            nextPartition();
        });
    }

    private void nextPartition() {
        current = toDo.poll();
        fromOffset = 0;
        if (current == null) {
            later(intervalMs, this::beginRound);
        } else {
            nextSegment(current);
        }
    }

    private void nextSegment(TopicPartition id) {
        ask(id).whenComplete((task, error) -> shards.first().run(() -> {
            if (error != null || task.isEmpty()) {
                nextPartition();
            } else {
                fromOffset = task.get().baseOffset() + 1;
                step(id, task.get());
            }
        }));
    }

    private CompletionStage<Optional<ScrubTask>> ask(TopicPartition id) {
        return shards.of(id).ask(() -> {
            Partition partition = partitions.find(id);
            return CompletableFuture.completedFuture(
                    partition == null ? Optional.empty() : partition.prepareScrub(fromOffset));
        });
    }

    private void step(TopicPartition id, ScrubTask task) {
        background.submit(shards.first(), () -> task.step(CHUNK_BYTES)).whenComplete((bytes, error) -> {
            if (error != null || stopped) {
                task.close();
                fail(id, error);
                return;
            }
            metrics.scrubbed(bytes);
            if (bytes > 0) {
                later(bytes * MILLIS / bytesPerSecond, () -> step(id, task));
            } else {
                end(id, task);
            }
        });
    }

    private void fail(TopicPartition id, @Nullable Throwable error) {
        if (error != null) {
            shards.of(id).execute(() -> {
                Partition partition = partitions.find(id);
                if (partition != null) {
                    partition.fault(error);
                }
            });
            nextPartition();
        }
    }

    private void end(TopicPartition id, ScrubTask task) {
        shards.of(id)
                .<List<DamagedRange>>ask(() -> {
                    Partition partition = partitions.find(id);
                    List<DamagedRange> damage = partition == null ? List.of() : partition.scrubbed(task);
                    task.close();
                    return CompletableFuture.completedFuture(damage);
                })
                .whenComplete((damage, error) -> shards.first().run(() -> {
                    if (error == null) {
                        damage.forEach(range -> report(id, task.baseOffset(), range));
                    }
                    nextSegment(id);
                }));
    }

    private void report(TopicPartition id, long segment, DamagedRange range) {
        metrics.damaged();
        LOG.atError()
                .addKeyValue("topic", id.topic())
                .addKeyValue("partition", id.partition())
                .addKeyValue("segment", segment)
                .addKeyValue("offset", range.offset())
                .addKeyValue("position", range.position())
                .addKeyValue("lostBytes", range.end() - range.position())
                .log("records on the disk are damaged and not served any more: {}", range.reason());
    }
}
