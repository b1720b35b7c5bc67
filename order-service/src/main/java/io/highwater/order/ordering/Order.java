package io.highwater.order.ordering;

import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderEvent;
import io.highwater.contracts.orders.OrderLine;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.order.ordering.OrderState.Confirmed;
import io.highwater.order.ordering.OrderState.Pending;
import io.highwater.order.ordering.OrderState.Rejected;
import io.highwater.order.ordering.OrderState.Shipped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// An order and its rules. Immutable; a change yields a new one. Pure: time and ids are arguments.
///
/// @param history the changes so far, oldest first; never empty
public record Order(UUID id, String userId, List<Line> lines, OrderState state, List<Change> history) {
    public Order {
        lines = List.copyOf(lines);
        history = List.copyOf(history);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an order has at least one line");
        }
    }

    /// A new order, `PENDING` until its saga ends.
    public static Order place(UUID id, String userId, List<Line> lines, Instant now, UUID eventId) {
        return new Order(id, userId, lines, new Pending(), List.of(new Change(OrderStatus.PENDING, now, eventId)));
    }

    public Transition confirm(Instant now, UUID eventId) {
        return switch (state) {
            case Pending _ -> become(new Confirmed(), now, eventId);
            case Confirmed _, Shipped _ -> repeated(OrderStatus.CONFIRMED);
            case Rejected _ -> refused(OrderStatus.CONFIRMED);
        };
    }

    public Transition ship(String trackingNumber, Instant now, UUID eventId) {
        return switch (state) {
            case Confirmed _ -> become(new Shipped(trackingNumber), now, eventId);
            case Shipped _ -> repeated(OrderStatus.SHIPPED);
            case Pending _, Rejected _ -> refused(OrderStatus.SHIPPED);
        };
    }

    public Transition reject(String reason, String detail, Instant now, UUID eventId) {
        return switch (state) {
            case Pending _ -> become(new Rejected(reason, detail), now, eventId);
            case Rejected _ -> repeated(OrderStatus.REJECTED);
            case Confirmed _, Shipped _ -> refused(OrderStatus.REJECTED);
        };
    }

    private Transition become(OrderState next, Instant now, UUID eventId) {
        var changes = new ArrayList<>(history);
        changes.add(new Change(next.status(), now, eventId));
        return new Transition.Changed(new Order(id, userId, lines, next, changes));
    }

    private Transition repeated(OrderStatus status) {
        return new Transition.Repeated(this, changeTo(status));
    }

    private Transition refused(OrderStatus status) {
        return new Transition.Refused("order %s is %s and cannot become %s".formatted(id, state.status(), status));
    }

    public long totalCents() {
        return lines.stream().mapToLong(Line::totalCents).reduce(0, Math::addExact);
    }

    public Instant placedAt() {
        return history.getFirst().at();
    }

    public Change latestChange() {
        return history.getLast();
    }

    private Change changeTo(OrderStatus status) {
        return changesTo(status).findFirst().orElseThrow();
    }

    private Stream<Change> changesTo(OrderStatus status) {
        return history.stream().filter(change -> change.status() == status);
    }

    /// The event that announces one of this order's changes.
    public OrderEvent eventOf(Change change) {
        return switch (change.status()) {
            case PENDING -> new OrderPlaced(id, userId, contractLines(), totalCents(), change.at());
            case CONFIRMED -> new OrderConfirmed(id, userId, totalCents(), change.at());
            case SHIPPED -> new OrderShipped(id, userId, ((Shipped) state).trackingNumber(), change.at());
            case REJECTED -> {
                var rejected = (Rejected) state;
                yield new OrderRejected(id, userId, rejected.reason(), rejected.detail(), change.at());
            }
        };
    }

    private List<OrderLine> contractLines() {
        return lines.stream()
                .map(line -> new OrderLine(line.sku(), line.quantity(), line.unitPriceCents()))
                .toList();
    }
}
