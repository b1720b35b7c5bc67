package io.highwater.order.ordering;

import io.highwater.contracts.Topics;
import io.highwater.outbox.AfterCommit;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.OutboxMessage;
import io.highwater.outbox.UuidV7;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Use case: stores a new order and announces it, in one transaction.
@Component
public class PlaceOrder {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceOrder.class);

    private final Orders orders;
    private final PriceList prices;
    private final Outbox outbox;
    private final Clock clock;

    PlaceOrder(Orders orders, PriceList prices, Outbox outbox, Clock clock) {
        this.orders = orders;
        this.prices = prices;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public Placement handle(UUID id, String userId, List<Item> items) {
        var known = prices.unitPricesCents(items.stream().map(Item::sku).toList());
        var unknown = IntStream.range(0, items.size())
                .filter(i -> !known.containsKey(items.get(i).sku()))
                .boxed()
                .toList();
        if (!unknown.isEmpty()) {
            return new Placement.UnknownItems(unknown);
        }
        var lines = items.stream()
                .map(item -> new Line(item.sku(), item.quantity(), known.getOrDefault(item.sku(), 0L)))
                .toList();
        var order = Order.place(id, userId, lines, clock.instant(), UuidV7.next(clock));
        orders.add(order);
        announce(order);
        AfterCommit.run(() -> LOG.atInfo().addKeyValue("orderId", id).log("order placed"));
        return new Placement.Placed(order);
    }

    /// The order's id is the correlation id of everything that follows from it.
    private void announce(Order order) {
        var placed = order.latestChange();
        outbox.append(OutboxMessage.of(Topics.ORDERS_EVENTS, order.userId(), order.eventOf(placed))
                .withId(placed.eventId())
                .withSubject(order.id().toString())
                .withCorrelationId(order.id().toString()));
    }

    /// Pieces of one item, not yet priced.
    public record Item(String sku, int quantity) {}
}
