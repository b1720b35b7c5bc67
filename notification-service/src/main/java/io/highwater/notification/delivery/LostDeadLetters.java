package io.highwater.notification.delivery;

import io.highwater.notification.mode.DeadLetterWorkerMode;
import io.highwater.outbox.outage.Failure;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Takes up failed deliveries whose dead letter never arrived: it was put aside on its way, say. Otherwise they would
/// stay as they are for ever, and all later retries of their user behind them. The letter may still come; it then finds
/// nothing to do.
@Component
@DeadLetterWorkerMode
class LostDeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(LostDeadLetters.class);

    private final Deliveries deliveries;
    private final DeliverySettings settings;
    private final Clock clock;

    LostDeadLetters(Deliveries deliveries, DeliverySettings settings, Clock clock) {
        this.deliveries = deliveries;
        this.settings = settings;
        this.clock = clock;
    }

    /// Does nothing while the database is away; the next look will do.
    @Scheduled(fixedDelayString = "${highwater.notification.delivery.lost-scan:30s}")
    void takeUp() {
        try {
            var now = clock.instant();
            var taken = deliveries.takeUpAllDueBefore(now.minus(settings.lostAfter()), now);
            if (taken > 0) {
                LOG.atWarn().addKeyValue("deliveries", taken).log("took up deliveries whose dead letter did not come");
            }
        } catch (RuntimeException e) {
            if (Failure.of(e) != Failure.INFRASTRUCTURE) {
                throw e;
            }
        }
    }
}
