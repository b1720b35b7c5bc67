package io.highwater.notification.delivery;

import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Providers;
import io.highwater.notification.channel.Providers.Call;
import io.highwater.notification.channel.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/// Use case: one attempt of a claimed delivery. The provider is called outside of any transaction; the outcome is
/// stored afterwards, fenced by the lease.
@Service
class SendDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(SendDelivery.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Providers providers;
    private final Deliveries deliveries;
    private final StoreOutcome outcomes;
    private final RetryPolicy retries;
    private final DeliverySettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    SendDelivery(
            Providers providers,
            Deliveries deliveries,
            StoreOutcome outcomes,
            RetryPolicy retries,
            DeliverySettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.providers = providers;
        this.deliveries = deliveries;
        this.outcomes = outcomes;
        this.retries = retries;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    void handle(Claim claim) {
        var delivery = claim.delivery();
        if (claim.cutOff()) {
            store(claim, delivery.onCutOff(clock.instant(), retries));
            return;
        }
        switch (providers.send(delivery.notice().channel(), message(delivery), delivery.inDoubt())) {
            case Call.Answered(SendResult result) -> store(claim, delivery.on(result, clock.instant(), retries));
            case Call.Held(String cause) -> hold(claim, cause);
        }
    }

    private static OutboundMessage message(Delivery delivery) {
        var notice = delivery.notice();
        return new OutboundMessage(
                notice.deliveryId(),
                notice.address(),
                notice.text().subject(),
                notice.text().body(),
                delivery.attempts() + 1,
                notice.createdAt());
    }

    private void hold(Claim claim, String cause) {
        deliveries.release(claim, clock.instant().plus(settings.hold()));
        LOG.atDebug()
                .addKeyValue("deliveryId", claim.delivery().notice().deliveryId())
                .addKeyValue("cause", cause)
                .log("held back");
    }

    /// The provider has acted by now, so the outcome is worth some patience: while the database is away it is kept
    /// until the lease ends. After that the attempt counts as cut off.
    private void store(Claim claim, Step step) {
        while (true) {
            try {
                report(step, outcomes.handle(claim, step));
                return;
            } catch (DataAccessException | TransactionException e) {
                if (!clock.instant().plus(PAUSE).isBefore(claim.leaseUntil()) || !pause()) {
                    LOG.atWarn()
                            .addKeyValue("deliveryId", step.delivery().notice().deliveryId())
                            .addKeyValue("error", e.getMessage())
                            .log("could not store an outcome; the attempt will count as cut off");
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void report(Step step, boolean stored) {
        var notice = step.delivery().notice();
        var outcome = stored ? step.attempt().outcome().name() : "LEASE_LOST";
        meters.counter("notification.attempts", "channel", notice.channel().name(), "outcome", outcome)
                .increment();
        var healthy = stored && step.attempt().outcome() == Attempt.Outcome.SENT;
        LOG.atLevel(healthy ? Level.INFO : Level.WARN)
                .addKeyValue("userId", notice.userId())
                .addKeyValue("deliveryId", notice.deliveryId())
                .addKeyValue("channel", notice.channel())
                .addKeyValue("event", notice.eventType())
                .addKeyValue("attempt", step.attempt().number())
                .addKeyValue("outcome", outcome)
                .addKeyValue("cause", step.attempt().cause())
                .log("delivery is {}", step.delivery().status());
    }
}
