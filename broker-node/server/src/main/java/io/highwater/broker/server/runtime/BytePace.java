package io.highwater.broker.server.runtime;

import java.util.concurrent.locks.LockSupport;

/// Holds threads up so that together they move no more than so many bytes in a second.
///
/// Thread-safety: any thread.
final class BytePace {
    private static final double NANOS_PER_SECOND = 1e9;
    /// What is not worth a pause.
    private static final long SHORTEST_NS = 1_000_000;

    private final double bytesPerSecond;
    private long freeAtNs = System.nanoTime();

    BytePace(double bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /// So many bytes were moved: returns when the next may be.
    void moved(int bytes) {
        if (bytesPerSecond >= Long.MAX_VALUE) {
            return;
        }
        long wait = reserve(bytes);
        if (wait > SHORTEST_NS) {
            LockSupport.parkNanos(wait);
        }
    }

    private synchronized long reserve(int bytes) {
        long now = System.nanoTime();
        freeAtNs = Math.max(freeAtNs, now) + (long) (bytes / bytesPerSecond * NANOS_PER_SECOND);
        return freeAtNs - now;
    }
}
