package io.highwater.broker.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/// What passes through the sockets.
public final class NetworkMetrics {
    private final LongAdder received;
    private final LongAdder sent;
    private final LongAdder sentZeroCopy;
    private final LongAdder fetched;
    private final LongAdder refused;
    private final LongAdder rejected;

    public NetworkMetrics(MetricRegistry registry) {
        received = registry.counter("highwater_network_received_bytes_total", "Bytes that clients sent.");
        sent = registry.counter("highwater_network_sent_bytes_total", "Bytes sent to clients, records included.");
        sentZeroCopy = registry.counter(
                "highwater_fetch_zero_copy_bytes_total",
                "Bytes of records sent from the page cache without passing through this process.");
        fetched = registry.counter("highwater_fetch_bytes_total", "Bytes of records sent to clients.");
        refused = registry.counter(
                "highwater_connections_refused_total", "Connections closed because of what they sent.");
        rejected = registry.counter("highwater_connections_rejected_total", "Connections over a limit.");
    }

    public void received(int bytes) {
        received.add(bytes);
    }

    public void sent(int bytes) {
        sent.add(bytes);
    }

    public void sentZeroCopy(int bytes) {
        sent.add(bytes);
        sentZeroCopy.add(bytes);
        fetched.add(bytes);
    }

    /// Records that had to be copied through this process; they are counted as sent already.
    public void fetchedByCopy(int bytes) {
        fetched.add(bytes);
    }

    public void refused() {
        refused.increment();
    }

    public void rejected() {
        rejected.increment();
    }
}
