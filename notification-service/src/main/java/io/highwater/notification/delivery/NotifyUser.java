package io.highwater.notification.delivery;

import io.highwater.contracts.orders.OrderEvent;
import io.highwater.notification.channel.Channel;
import io.highwater.notification.preferences.UserPreferences;
import io.highwater.outbox.Envelope;
import io.highwater.outbox.TraceContext;
import io.highwater.outbox.UuidV7;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Use case: an order event becomes one delivery per channel that the user chose. Nothing is sent here; that happens
/// after the commit.
@Service
public class NotifyUser {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyUser.class);

    private final UserPreferences preferences;
    private final Deliveries deliveries;
    private final TraceContext traces;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    NotifyUser(
            UserPreferences preferences,
            Deliveries deliveries,
            TraceContext traces,
            ApplicationEventPublisher publisher,
            Clock clock) {
        this.preferences = preferences;
        this.deliveries = deliveries;
        this.traces = traces;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Idempotent by the event's id.
    @Transactional
    public void handle(OrderEvent event, Envelope envelope) {
        var chosen = preferences.of(event.userId()).chosen();
        chosen.forEach((channel, address) -> {
            if (deliveries.add(Delivery.of(notice(event, envelope, channel, address)))) {
                publisher.publishEvent(new DeliveryDue(channel));
            }
        });
        LOG.atInfo()
                .addKeyValue("userId", event.userId())
                .addKeyValue("event", envelope.type())
                .addKeyValue("channels", chosen.keySet())
                .log("to be notified");
    }

    private Notice notice(OrderEvent event, Envelope envelope, Channel channel, String address) {
        return new Notice(
                UuidV7.next(clock),
                envelope.id(),
                envelope.type(),
                event.orderId(),
                event.userId(),
                channel,
                address,
                Text.about(event),
                Objects.requireNonNullElse(traces.current().traceparent(), envelope.traceparent()),
                clock.instant());
    }
}
