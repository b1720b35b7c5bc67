package io.highwater.relay.source;

import io.highwater.relay.forwarding.ForwardingListener;
import io.highwater.relay.forwarding.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has become of one source's rows, over all of its engines: the numbers behind the endpoint and the metrics.
/// Written by the engine's thread, read by any.
final class SourceProgress implements ForwardingListener {
    private static final Logger LOG = LoggerFactory.getLogger(SourceProgress.class);

    private final Source source;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Counter sentRows;
    private final Timer delivery;
    private final AtomicLong quarantinedRows = new AtomicLong();
    private volatile @Nullable Instant oldestPending;
    private volatile @Nullable Instant lastSentAt;
    private volatile @Nullable String waiting;

    SourceProgress(Source source, Clock clock, MeterRegistry meters) {
        this.source = source;
        this.clock = clock;
        this.meters = meters;
        this.sentRows = Counter.builder("highwater.relay.sent")
                .description("Outbox rows that the broker has acknowledged, repeats included")
                .tag("source", source.name())
                .register(meters);
        this.delivery = Timer.builder("highwater.relay.delivery")
                .description("From the writing of a row to its acknowledgement by the broker")
                .tag("source", source.name())
                .register(meters);
    }

    @Override
    public void sent(Instant created) {
        var now = clock.instant();
        sentRows.increment();
        delivery.record(Duration.between(created, now));
        lastSentAt = now;
    }

    @Override
    public void quarantined(Refusal.Reason reason) {
        quarantinedRows.incrementAndGet();
        Counter.builder("highwater.relay.quarantined")
                .description("Outbox rows that could not be sent and were put aside")
                .tag("source", source.name())
                .tag("reason", reason.name())
                .register(meters)
                .increment();
    }

    @Override
    public void pending(Instant oldest) {
        oldestPending = oldest;
    }

    @Override
    public void settled() {
        oldestPending = null;
    }

    @Override
    public void waits(String reason) {
        if (waiting == null) {
            LOG.atWarn()
                    .addKeyValue("source", source.name())
                    .addKeyValue("error", reason)
                    .log("the rows wait");
        }
        waiting = reason;
    }

    @Override
    public void goesOn() {
        if (waiting != null) {
            LOG.atInfo().addKeyValue("source", source.name()).log("the rows flow again");
            waiting = null;
        }
    }

    /// The engine is gone, and with it what it had in hand.
    void engineEnded() {
        oldestPending = null;
        waiting = null;
    }

    long sent() {
        return (long) sentRows.count();
    }

    long quarantined() {
        return quarantinedRows.get();
    }

    @Nullable
    Instant lastSentAt() {
        return lastSentAt;
    }

    @Nullable
    String waiting() {
        return waiting;
    }

    /// Age of the oldest row in hand, 0 when there is none.
    long lagSeconds() {
        var oldest = oldestPending;
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toSeconds());
    }
}
