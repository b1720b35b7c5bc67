package io.highwater.broker.server.runtime.quota;

import io.highwater.broker.core.controller.QuotaImage;
import io.highwater.broker.core.quota.Meters;
import io.highwater.broker.core.quota.SlidingRate;
import io.highwater.broker.server.metrics.QuotaMetrics;
import io.highwater.broker.server.runtime.Background;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds addresses to their rate of new connections. Connections of one address come in on any shard and must
/// be judged before there is anybody to send a message to, so this is one of the few things with a lock; it is
/// not taken as long as no quota is set.
///
/// Source: KIP-612.
public final class ConnectionRates {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRates.class);
    private static final String QUOTA = "connection_creation_rate";

    private final ClusterMetadata metadata;
    private final QuotaMetrics metrics;
    private final Background background;
    private final long longestMs;
    private volatile Names names = new Names(QuotaImage.EMPTY, Map.of());
    private final ReentrantLock lock = new ReentrantLock();

    /// Touched with the lock in hand only.
    private final Meters<InetAddress, SlidingRate> rates;

    public ConnectionRates(
            ClusterMetadata metadata, Background background, QuotaSettings settings, QuotaMetrics metrics) {
        this.background = background;
        this.metadata = metadata;
        this.metrics = metrics;
        this.longestMs = settings.clients().sizeMs();
        this.rates = new Meters<>(() -> new SlidingRate(settings.clients()));
    }

    /// Counts a new connection, unless there are too many: then it must be closed after this time, so that a
    /// client that tries again at once is slowed down, and it is not counted.
    ///
    /// @return in milliseconds; 0 when the connection is welcome
    public long delayMs(InetAddress address) {
        var quotas = metadata.image().quotas();
        if (quotas.isEmpty()) {
            return 0;
        }
        OptionalDouble limit = quotas.connectionRate(nameOf(address, quotas));
        if (limit.isEmpty()) {
            return 0;
        }
        long delayMs = record(address, limit.getAsDouble());
        if (delayMs > 0) {
            metrics.throttled(QUOTA, delayMs);
        }
        return delayMs;
    }

    /// The name under which an address has a quota; the address itself when it has none or that is not known yet.
    private String nameOf(InetAddress address, QuotaImage quotas) {
        Names known = names;
        if (!known.isOf(quotas)) {
            names = new Names(quotas, known.byAddress());
            background.run(() -> names = Names.resolve(quotas));
        }
        String number = address.getHostAddress();
        return known.byAddress().getOrDefault(number, number);
    }

    /// How addresses are named in quotas, where that is not the way in which Java writes them.
    private record Names(QuotaImage quotas, Map<String, String> byAddress) {
        @SuppressWarnings("ReferenceEquality") // whether it is this very image, not whether it looks the same
        boolean isOf(QuotaImage image) {
            return quotas == image;
        }

        /// Asks the resolver of the machine, which may take its time.
        static Names resolve(QuotaImage quotas) {
            var byAddress = new HashMap<String, String>();
            for (String name : quotas.addresses()) {
                try {
                    byAddress.put(InetAddress.getByName(name).getHostAddress(), name);
                } catch (UnknownHostException e) {
                    LOG.atWarn().addKeyValue("address", name).log("a quota names a host that is not known any more");
                }
            }
            return new Names(quotas, Map.copyOf(byAddress));
        }
    }

    private long record(InetAddress address, double limit) {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        lock.lock();
        try {
            SlidingRate rate = rates.of(address, nowMs);
            rate.record(1, nowMs);
            long delayMs = Math.min(longestMs, rate.throttleMs(limit, nowMs));
            if (delayMs > 0) {
                rate.record(-1, nowMs);
            }
            return delayMs;
        } finally {
            lock.unlock();
        }
    }
}
