package io.highwater.notification.delivery;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.Providers;
import io.highwater.outbox.outage.Failure;
import io.highwater.outbox.outage.OutageLog;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one channel moving: claims as much as the guard has room for and attempts each claim on a virtual thread of
/// its own. Channels do not wait for each other, nor users for each other; a user's deliveries come one at a time,
/// because only the oldest can be claimed.
///
/// Thread-safety: [#wake] from any thread; the loop is the only one that claims.
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Channel channel;
    private final DeliveryStatus line;
    private final Deliveries deliveries;
    private final Providers providers;
    private final SendDelivery sender;
    private final DeliveryScope scope;
    private final DeliverySettings settings;
    private final Clock clock;
    private final OutageLog outages;
    private final Semaphore due = new Semaphore(0);
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService attempts;
    private volatile boolean running = true;

    Dispatcher(
            Channel channel,
            DeliveryStatus line,
            Deliveries deliveries,
            Providers providers,
            SendDelivery sender,
            DeliveryScope scope,
            DeliverySettings settings,
            Clock clock,
            OutageLog outages) {
        this.channel = channel;
        this.line = line;
        this.deliveries = deliveries;
        this.providers = providers;
        this.sender = sender;
        this.scope = scope;
        this.settings = settings;
        this.clock = clock;
        this.outages = outages;
        this.attempts = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("deliver-" + channel + "-", 0).factory());
    }

    void start() {
        Thread.ofVirtual().name("dispatcher-" + channel).start(this::loop);
    }

    /// Something may be due: look now.
    void wake() {
        due.release();
    }

    /// Claims nothing more and waits a while for the attempts under way, so that their outcomes are stored.
    void stop() {
        running = false;
        wake();
        attempts.shutdown();
        try {
            if (!attempts.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                attempts.shutdownNow();
            }
        } catch (InterruptedException _) {
            attempts.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (running) {
                var claimed = claimAndSend();
                if (claimed == 0) {
                    await(settings.poll());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int claimAndSend() throws InterruptedException {
        try {
            var room = providers.room(channel) - underWay.get();
            if (room <= 0) {
                return 0;
            }
            var claims = deliveries.claim(channel, line, room, clock.instant(), settings.lease());
            underWay.addAndGet(claims.size());
            outages.up();
            claims.forEach(claim -> attempts.execute(() -> attempt(claim)));
            return claims.size();
        } catch (RuntimeException e) { // last line of defence: the database may be away, and comes back
            if (running) {
                tell(e);
                await(AFTER_FAILURE);
            }
            return 0;
        }
    }

    private void tell(RuntimeException e) {
        if (Failure.of(e) == Failure.INFRASTRUCTURE) {
            outages.down(String.valueOf(e.getMessage()));
        } else {
            LOG.atError().addKeyValue("channel", channel).setCause(e).log("could not claim deliveries");
        }
    }

    private void attempt(Claim claim) {
        try {
            scope.run(claim.delivery().notice(), () -> sender.handle(claim));
        } catch (RuntimeException e) { // last line of defence: the lease runs out, and the attempt is seen as cut off
            LOG.atError()
                    .addKeyValue("channel", channel)
                    .addKeyValue("deliveryId", claim.delivery().notice().deliveryId())
                    .setCause(e)
                    .log("attempt failed");
        } finally {
            underWay.decrementAndGet();
            wake(); // the user's next one may be due now
        }
    }

    private void await(Duration timeout) throws InterruptedException {
        if (due.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            due.drainPermits();
        }
    }
}
