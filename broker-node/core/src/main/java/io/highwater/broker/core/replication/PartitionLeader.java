package io.highwater.broker.core.replication;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.protocol.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Leader side of one partition: remembers how far every in-sync replica has the log and moves the high watermark.
///
/// A producer that asks for acks=all waits until the high watermark has passed the end of its batch, with acks=1 until
/// our own log is durable that far, with acks=0 for nothing. While fewer replicas are in sync than
/// `min.insync.replicas` demands, writes with acks=all are refused and the high watermark stands still.
///
/// Thread-safety: none; owned by the partition's shard.
/// Source: KIP-101 (leader epoch), KIP-320 (fencing), KIP-966 (strict minimum of in-sync replicas).
public final class PartitionLeader {
    private static final short ALL_REPLICAS = -1;
    private static final short NOBODY = 0;

    private final int self;
    private final int leaderEpoch;
    private final int minInSync;
    private final Map<Integer, Long> nextOffsets = new HashMap<>();
    private Set<Integer> inSync;
    private long logEnd;
    private long highWatermark;

    /// @param self          our own node id
    /// @param leaderEpoch   the epoch in which we lead
    /// @param inSync        in-sync replicas, with ourselves
    /// @param minInSync     `min.insync.replicas` of the topic
    /// @param highWatermark where it stood when we became leader
    /// @param logEnd        end of our own log, which counts as durable at the start
    public PartitionLeader(
            int self, int leaderEpoch, Set<Integer> inSync, int minInSync, long highWatermark, long logEnd) {
        if (!inSync.contains(self)) {
            throw new InvariantViolation(
                    "node %d leads in epoch %d but is not in sync: %s".formatted(self, leaderEpoch, inSync));
        }
        if (highWatermark > logEnd) {
            throw new InvariantViolation(
                    "high watermark %d lies behind the end of the log %d".formatted(highWatermark, logEnd));
        }
        this.self = self;
        this.leaderEpoch = leaderEpoch;
        this.inSync = Set.copyOf(inSync);
        this.minInSync = minInSync;
        this.highWatermark = highWatermark;
        this.logEnd = logEnd;
        this.nextOffsets.put(self, logEnd);
        advance();
    }

    /// Takes one event and returns what the shard must do, in this order.
    public List<ReplicationEffect> on(ReplicationEvent event) {
        return switch (event) {
            case ReplicationEvent.Appended(long nextOffset) -> onAppended(nextOffset);
            case ReplicationEvent.Durable(long nextOffset) -> onDurable(nextOffset);
            case ReplicationEvent.Fetched fetched -> onFetched(fetched);
            case ReplicationEvent.InSyncReplicas decided -> onInSyncReplicas(decided);
        };
    }

    private List<ReplicationEffect> onAppended(long nextOffset) {
        if (nextOffset < logEnd) {
            throw new InvariantViolation("the leader's log shrank from %d to %d".formatted(logEnd, nextOffset));
        }
        logEnd = nextOffset;
        return List.of();
    }

    private List<ReplicationEffect> onDurable(long nextOffset) {
        if (nextOffset > logEnd) {
            throw new InvariantViolation(
                    "records up to %d are durable but the log ends at %d".formatted(nextOffset, logEnd));
        }
        // Flushes may report out of order; what is durable stays durable.
        nextOffsets.merge(self, nextOffset, Math::max);
        return advance();
    }

    private List<ReplicationEffect> onFetched(ReplicationEvent.Fetched fetched) {
        var error = check(fetched);
        if (error != ErrorCode.NONE) {
            return List.of(new ReplicationEffect.Reject(fetched.replica(), error));
        }
        // A follower that lost its tail asks for less than before; believing the larger offset would count a copy
        // that is gone.
        nextOffsets.put(fetched.replica(), fetched.offset());
        return advance();
    }

    private ErrorCode check(ReplicationEvent.Fetched fetched) {
        if (fetched.leaderEpoch() < leaderEpoch) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (fetched.leaderEpoch() > leaderEpoch) {
            return ErrorCode.UNKNOWN_LEADER_EPOCH;
        }
        return fetched.offset() > logEnd ? ErrorCode.OFFSET_OUT_OF_RANGE : ErrorCode.NONE;
    }

    private List<ReplicationEffect> onInSyncReplicas(ReplicationEvent.InSyncReplicas decided) {
        if (decided.leaderEpoch() != leaderEpoch) {
            return List.of(); // About another leadership than this one.
        }
        if (!decided.inSync().contains(self)) {
            throw new InvariantViolation(
                    "node %d leads in epoch %d but was taken out of the in-sync replicas".formatted(self, leaderEpoch));
        }
        inSync = decided.inSync();
        return advance();
    }

    /// The slowest in-sync replica decides. The high watermark never moves back.
    private List<ReplicationEffect> advance() {
        if (inSync.size() < minInSync) {
            return List.of();
        }
        var slowest = inSync.stream()
                .mapToLong(replica -> nextOffsets.getOrDefault(replica, 0L))
                .min()
                .orElseThrow();
        if (slowest <= highWatermark) {
            return List.of();
        }
        highWatermark = slowest;
        return List.of(new ReplicationEffect.HighWatermark(highWatermark));
    }

    /// Everything before it is on all in-sync replicas and visible to consumers.
    public long highWatermark() {
        return highWatermark;
    }

    /// How far our own log is durable.
    public long durableOffset() {
        return nextOffsets.getOrDefault(self, 0L);
    }

    /// End of our own log.
    public long logEndOffset() {
        return logEnd;
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }

    public Set<Integer> inSyncReplicas() {
        return inSync;
    }

    /// May a batch be appended at all? Asked before appending.
    ///
    /// @param acks what the producer asked for: -1 all, 1 the leader, 0 nobody
    public ErrorCode checkProduce(short acks) {
        return acks == ALL_REPLICAS && inSync.size() < minInSync ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE;
    }

    /// Has the producer's wait for a batch that ends before `nextOffset` come to an end, and how? Empty: not yet. Asked
    /// after appending and after every effect.
    public Optional<ErrorCode> outcome(short acks, long nextOffset) {
        return switch (acks) {
            case NOBODY -> Optional.of(ErrorCode.NONE);
            case ALL_REPLICAS -> {
                if (highWatermark >= nextOffset) {
                    yield Optional.of(ErrorCode.NONE);
                }
                yield inSync.size() < minInSync
                        ? Optional.of(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
                        : Optional.empty();
            }
            default -> durableOffset() >= nextOffset ? Optional.of(ErrorCode.NONE) : Optional.empty();
        };
    }
}
