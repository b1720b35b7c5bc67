package io.highwater.broker.server.runtime.quota;

import io.highwater.broker.core.controller.MutationQuota;
import io.highwater.broker.core.controller.QuotaKey;
import io.highwater.broker.core.controller.QuotaLimit;
import io.highwater.broker.core.controller.QuotaLimit.Sharers;
import io.highwater.broker.core.quota.Meters;
import io.highwater.broker.core.quota.SlidingRate;
import io.highwater.broker.core.quota.TokenBucket;
import io.highwater.broker.server.metrics.QuotaMetrics;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.Shard;
import io.highwater.broker.server.runtime.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Holds clients to the quotas that the metadata names. Whoever shares a quota may be connected to any shard;
/// what they use is counted by one of them, so a charge is a message to it. Without quotas a charge is one look
/// at the metadata.
///
/// Thread-safety: every method from every shard.
/// Source: KIP-13, KIP-124, KIP-219, KIP-599.
public final class ClientQuotas {
    /// Who everybody is as long as nobody has to say who they are.
    private static final String ANONYMOUS = "ANONYMOUS";

    private static final CompletionStage<Integer> FREE = CompletableFuture.completedFuture(0);
    private static final double PERCENT_PER_NANO = 100 / 1e9;

    private final ClusterMetadata metadata;
    private final Shards shards;
    private final QuotaSettings settings;
    private final QuotaMetrics metrics;
    /// One for each shard, by its id; touched on that shard only.
    private final List<Meters<Sharers, SlidingRate>> rates = new ArrayList<>();
    /// Touched on the controller's shard only.
    private final Meters<Sharers, TokenBucket> mutations;

    public ClientQuotas(ClusterMetadata metadata, Shards shards, QuotaSettings settings, QuotaMetrics metrics) {
        this.metadata = metadata;
        this.shards = shards;
        this.settings = settings;
        this.metrics = metrics;
        shards.all().forEach(_ -> rates.add(new Meters<>(() -> new SlidingRate(settings.clients()))));
        this.mutations = new Meters<>(() -> new TokenBucket(settings.mutation()));
    }

    /// Whether there are any quotas.
    public boolean areInForce() {
        return !metadata.image().quotas().isEmpty();
    }

    /// Counts what a client sent to be appended. Completes on any shard with how long it has to wait, in
    /// milliseconds.
    public CompletionStage<Integer> produced(String clientId, int bytes) {
        return charge(QuotaKey.PRODUCER_BYTE_RATE, clientId, (rate, perSecond, nowMs) -> {
            rate.record(bytes, nowMs);
            return rate.throttleMs(perSecond, nowMs);
        });
    }

    /// Counts what a client is about to get, unless it has to wait: then it gets nothing and nothing is
    /// counted. A single batch may be larger than all that the client may fetch at once; it gets that batch
    /// when it could have fetched so much.
    public CompletionStage<Integer> fetched(String clientId, long bytes) {
        return charge(QuotaKey.CONSUMER_BYTE_RATE, clientId, (rate, perSecond, nowMs) -> {
            double first = Math.min((double) bytes, perSecond * burstSeconds());
            rate.record(first, nowMs);
            long throttleMs = rate.throttleMs(perSecond, nowMs);
            rate.record(throttleMs > 0 ? -first : bytes - first, nowMs);
            return throttleMs;
        });
    }

    /// Counts the time that a request kept a thread busy. Nobody waits longer than a window for it.
    public CompletionStage<Integer> worked(String clientId, long nanos) {
        return charge(QuotaKey.REQUEST_PERCENTAGE, clientId, (rate, percent, nowMs) -> {
            rate.record(nanos * PERCENT_PER_NANO, nowMs);
            return Math.min(settings.clients().sizeMs(), rate.throttleMs(percent, nowMs));
        });
    }

    /// How much a client may fetch at once: more would be refused again and again, however long it waits.
    public int maxFetchBytes(String clientId) {
        if (!areInForce()) {
            return Integer.MAX_VALUE;
        }
        return limit(QuotaKey.CONSUMER_BYTE_RATE, clientId)
                .map(limit -> (int) Math.clamp(limit.perSecond() * burstSeconds(), 1, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE);
    }

    /// What is used within so many seconds is never too much if nothing was used before; see [SlidingRate].
    private long burstSeconds() {
        return Math.max(1, settings.clients().count() - 1)
                * TimeUnit.MILLISECONDS.toSeconds(settings.clients().sizeMs());
    }

    /// A client's quota of partitions, for one request.
    ///
    /// @param strict whether the request is refused while the quota is exceeded; older clients are only told to
    /// wait
    public Mutations mutations(String clientId, boolean strict) {
        return new Mutations(limit(QuotaKey.CONTROLLER_MUTATION_RATE, clientId), strict);
    }

    private CompletionStage<Integer> charge(QuotaKey key, String clientId, Charge charge) {
        var limit = limit(key, clientId);
        if (limit.isEmpty()) {
            return FREE;
        }
        Sharers who = limit.get().who();
        Shard owner = shards.all().get(Math.floorMod(who.hashCode(), rates.size()));
        return owner.ask(() -> {
            long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            SlidingRate rate = rates.get(owner.id()).of(who, nowMs);
            long throttleMs = charge.throttleMs(rate, limit.get().perSecond(), nowMs);
            return CompletableFuture.completedFuture(throttled(key, throttleMs));
        });
    }

    /// Counts something and says how long to wait, on the shard that owns the rate.
    @FunctionalInterface
    private interface Charge {
        long throttleMs(SlidingRate rate, double perSecond, long nowMs);
    }

    private int throttled(QuotaKey key, long throttleMs) {
        if (throttleMs > 0) {
            metrics.throttled(key.configName(), throttleMs);
        }
        return (int) Math.min(Integer.MAX_VALUE, throttleMs);
    }

    private Optional<QuotaLimit> limit(QuotaKey key, String clientId) {
        var quotas = metadata.image().quotas();
        return quotas.isEmpty() ? Optional.empty() : quotas.limit(key, ANONYMOUS, clientId);
    }

    /// What one request may still do to partitions, and how long its client has to wait after it.
    ///
    /// Thread-safety: none; owned by the controller's shard.
    public final class Mutations implements MutationQuota {
        private final Optional<QuotaLimit> limit;
        private final boolean strict;
        private long throttleMs;

        private Mutations(Optional<QuotaLimit> limit, boolean strict) {
            this.limit = limit;
            this.strict = strict;
        }

        @Override
        public boolean admits(int partitions) {
            return limit.isEmpty() || admits(limit.get(), partitions);
        }

        private boolean admits(QuotaLimit quota, int partitions) {
            long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            TokenBucket bucket = mutations.of(quota.who(), nowMs);
            if (strict) {
                throttleMs = bucket.throttleMs(quota.perSecond(), nowMs);
                if (throttleMs > 0) {
                    return false;
                }
                bucket.take(partitions, quota.perSecond(), nowMs);
            } else {
                bucket.take(partitions, quota.perSecond(), nowMs);
                throttleMs = bucket.throttleMs(quota.perSecond(), nowMs);
            }
            return true;
        }

        /// How long the client has to wait, in milliseconds; to be asked when the request is decided.
        public int throttleMs() {
            return throttled(QuotaKey.CONTROLLER_MUTATION_RATE, throttleMs);
        }
    }
}
