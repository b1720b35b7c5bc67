package io.highwater.inventory.stock;

import io.highwater.contracts.Topics;
import io.highwater.contracts.inventory.InventoryReply;
import io.highwater.contracts.inventory.StockChanged;
import io.highwater.contracts.inventory.StockRejected;
import io.highwater.contracts.inventory.StockReleased;
import io.highwater.contracts.inventory.StockReserved;
import io.highwater.inventory.stock.Reservation.State;
import io.highwater.outbox.AfterCommit;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.participant.SagaSteps;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Use cases of an order's saga: set stock aside, give it back, let it go.
@Component
public class ReserveOrders {
    private static final Logger LOG = LoggerFactory.getLogger(ReserveOrders.class);

    private final Warehouse warehouse;
    private final Reservations reservations;
    private final SagaSteps steps;
    private final Outbox outbox;

    ReserveOrders(Warehouse warehouse, Reservations reservations, SagaSteps steps, Outbox outbox) {
        this.warehouse = warehouse;
        this.reservations = reservations;
        this.steps = steps;
        this.outbox = outbox;
    }

    /// All of the demand, or nothing; nothing either when it was released before it arrived.
    @Transactional
    public void reserve(UUID sagaId, UUID orderId, Demand demand) {
        steps.carryOut(sagaId, "reserve", InventoryReply.class, () -> reserveOnce(sagaId, orderId, demand));
    }

    private InventoryReply reserveOnce(UUID sagaId, UUID orderId, Demand demand) {
        if (reservations.findBySaga(sagaId).isPresent()) {
            AfterCommit.run(() -> LOG.atInfo().log("reservation was cancelled before it arrived"));
            var first = demand.quantities().entrySet().iterator().next();
            return new StockRejected(sagaId, orderId, first.getKey(), first.getValue(), 0);
        }
        var shelf = new Shelf(warehouse.findForUpdate(demand.quantities().keySet()));
        var shortage = shelf.shortageFor(demand);
        if (shortage.isPresent()) {
            return reject(sagaId, orderId, shortage.get());
        }
        demand.quantities().forEach((sku, quantity) -> announce(warehouse.reserve(sku, quantity)));
        reservations.add(new Reservation(sagaId, orderId, State.RESERVED, demand.quantities()));
        AfterCommit.run(() -> LOG.atInfo().log("stock reserved"));
        return new StockReserved(sagaId, orderId);
    }

    private InventoryReply reject(UUID sagaId, UUID orderId, Shelf.Shortage shortage) {
        reservations.add(new Reservation(sagaId, orderId, State.REJECTED, Map.of()));
        AfterCommit.run(() -> LOG.atInfo()
                .addKeyValue("sku", shortage.sku())
                .addKeyValue("requested", shortage.requested())
                .addKeyValue("available", shortage.available())
                .log("stock rejected"));
        return new StockRejected(sagaId, orderId, shortage.sku(), shortage.requested(), shortage.available());
    }

    /// Compensation: afterwards nothing is set aside for the order, and nothing will be.
    @Transactional
    public void release(UUID sagaId, UUID orderId) {
        steps.carryOut(sagaId, "release", InventoryReply.class, () -> releaseOnce(sagaId, orderId));
    }

    private InventoryReply releaseOnce(UUID sagaId, UUID orderId) {
        var reservation = reservations.findByOrderForUpdate(orderId);
        if (reservation.isEmpty()) {
            reservations.add(new Reservation(sagaId, orderId, State.RELEASED, Map.of()));
        } else {
            giveBack(reservation.get());
        }
        return new StockReleased(sagaId, orderId);
    }

    private void giveBack(Reservation reservation) {
        switch (reservation.state()) {
            case RESERVED -> {
                sorted(reservation).forEach((sku, quantity) -> announce(warehouse.reserve(sku, -quantity)));
                reservations.saveState(reservation.become(State.RELEASED));
                AfterCommit.run(() -> LOG.atInfo().log("stock released"));
            }
            case REJECTED, RELEASED -> LOG.atDebug().log("nothing to release");
            case SHIPPED -> throw new IllegalStateException("order %s is shipped".formatted(reservation.orderId()));
        }
    }

    /// The order left: what was set aside for it is not here any more.
    @Transactional
    public void ship(UUID orderId) {
        reservations
                .findByOrderForUpdate(orderId)
                .filter(reservation -> reservation.state() == State.RESERVED)
                .ifPresentOrElse(
                        reservation -> {
                            sorted(reservation).forEach((sku, quantity) -> announce(warehouse.ship(sku, quantity)));
                            reservations.saveState(reservation.become(State.SHIPPED));
                            AfterCommit.run(() -> LOG.atInfo().log("stock shipped"));
                        },
                        () -> LOG.atWarn().log("an order was shipped for which nothing is reserved"));
    }

    private static Map<String, Integer> sorted(Reservation reservation) {
        return new Demand(reservation.quantities()).quantities();
    }

    private void announce(Stock stock) {
        outbox.append(
                Topics.INVENTORY_EVENTS, stock.sku(), new StockChanged(stock.sku(), stock.onHand(), stock.reserved()));
    }
}
