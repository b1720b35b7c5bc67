package io.highwater.notification.delivery;

import io.highwater.contracts.Topics;
import io.highwater.contracts.notifications.DeliveryFailed;
import io.highwater.contracts.notifications.DeliveryParked;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.OutboxMessage;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Use case: what an attempt did is stored, and announced where others go on from here, in one transaction.
@Service
public class StoreOutcome {
    private final Deliveries deliveries;
    private final Outbox outbox;
    private final Clock clock;

    StoreOutcome(Deliveries deliveries, Outbox outbox, Clock clock) {
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// @return false when the lease was lost: somebody else attempts the delivery by now
    @Transactional
    public boolean handle(Claim claim, Step step) {
        if (!deliveries.store(claim.leaseId(), step)) {
            return false;
        }
        switch (step.delivery().status()) {
            case DEAD_LETTERED -> announce(step, Topics.NOTIFICATIONS_DLQ, failed(step));
            case PARKED -> announce(step, Topics.NOTIFICATIONS_PARKED, parked(step));
            case PENDING, RETRYING, SENT, UNDELIVERABLE -> {
                // The row says it all.
            }
        }
        return true;
    }

    private void announce(Step step, String topic, Object event) {
        var notice = step.delivery().notice();
        outbox.append(OutboxMessage.of(topic, notice.userId(), event)
                .withSubject(notice.deliveryId().toString())
                .withCorrelationId(notice.orderId().toString())
                .withCausationId(notice.eventId()));
    }

    private static DeliveryFailed failed(Step step) {
        var notice = step.delivery().notice();
        return new DeliveryFailed(
                notice.deliveryId(),
                notice.orderId(),
                notice.userId(),
                notice.channel().name(),
                step.attempt().number(),
                step.attempt().cause(),
                step.delivery().dueAt());
    }

    private DeliveryParked parked(Step step) {
        var notice = step.delivery().notice();
        var history = deliveries.attempts(notice.deliveryId()).stream()
                .map(Attempt::cause)
                .toList();
        return new DeliveryParked(
                notice.deliveryId(),
                notice.orderId(),
                notice.userId(),
                notice.channel().name(),
                history,
                clock.instant());
    }
}
