package io.highwater.broker.server.net;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Counts the open connections of the node, all together and by address. Shared by all shards: a limit for the whole
/// node cannot be kept by one of them. The limits may change at any time; who is connected then stays.
final class ConnectionLimits {
    private final LongSupplier max;
    private final LongSupplier maxPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionLimits(LongSupplier max, LongSupplier maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /// Counts one more connection, or says no and counts nothing.
    boolean tryOpen(InetAddress address) {
        if (open.incrementAndGet() > max.getAsLong()) {
            open.decrementAndGet();
            return false;
        }
        if (byAddress.merge(address, 1, Integer::sum) > maxPerAddress.getAsLong()) {
            close(address);
            return false;
        }
        return true;
    }

    void close(InetAddress address) {
        open.decrementAndGet();
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    int open() {
        return open.get();
    }
}
