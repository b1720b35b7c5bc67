package io.highwater.order.ordering;

import io.highwater.contracts.Topics;
import io.highwater.outbox.AfterCommit;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.OutboxMessage;
import io.highwater.outbox.UuidV7;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Use case: carries out what the saga tells an order to do. Told again, it announces the same event again.
@Component
public class ChangeOrder {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeOrder.class);

    private final Orders orders;
    private final Outbox outbox;
    private final Clock clock;

    ChangeOrder(Orders orders, Outbox outbox, Clock clock) {
        this.orders = orders;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public void confirm(UUID id) {
        change(id, order -> order.confirm(clock.instant(), UuidV7.next(clock)));
    }

    @Transactional
    public void ship(UUID id) {
        change(id, order -> order.ship(trackingNumberOf(id), clock.instant(), UuidV7.next(clock)));
    }

    @Transactional
    public void reject(UUID id, String reason, String detail) {
        change(id, order -> order.reject(reason, detail, clock.instant(), UuidV7.next(clock)));
    }

    private void change(UUID id, Function<Order, Transition> command) {
        var order =
                orders.findForUpdate(id).orElseThrow(() -> new OrderChangeRefusedException("there is no order " + id));
        switch (command.apply(order)) {
            case Transition.Changed(Order changed) -> {
                orders.saveLatestChange(changed);
                announce(changed, changed.latestChange());
                var status = changed.state().status();
                AfterCommit.run(() -> LOG.atInfo().addKeyValue("status", status).log("order changed"));
            }
            case Transition.Repeated(Order unchanged, Change change) -> announce(unchanged, change);
            case Transition.Refused(String why) -> throw new OrderChangeRefusedException(why);
        }
    }

    private void announce(Order order, Change change) {
        outbox.append(OutboxMessage.of(Topics.ORDERS_EVENTS, order.userId(), order.eventOf(change))
                .withId(change.eventId())
                .withSubject(order.id().toString())
                .withCorrelationId(order.id().toString()));
    }

    /// The random end of the id; its start is the time, the same for orders placed together.
    private static String trackingNumberOf(UUID id) {
        return "HW" + id.toString().substring(24).toUpperCase(Locale.ROOT);
    }
}
