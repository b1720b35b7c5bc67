package io.highwater.inventory.stock;

import io.highwater.contracts.Topics;
import io.highwater.contracts.inventory.StockChanged;
import io.highwater.outbox.Outbox;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Use case: somebody counted what lies in the warehouse.
@Component
public class CountStock {
    private final Warehouse warehouse;
    private final Outbox outbox;

    CountStock(Warehouse warehouse, Outbox outbox) {
        this.warehouse = warehouse;
        this.outbox = outbox;
    }

    @Transactional
    public Counted handle(String sku, int onHand) {
        var reserved = warehouse.findForUpdate(List.of(sku)).stream()
                .mapToInt(Stock::reserved)
                .sum();
        if (onHand < reserved) {
            return new Counted.BelowReserved(reserved);
        }
        var stock = warehouse.setOnHand(sku, onHand);
        outbox.append(Topics.INVENTORY_EVENTS, sku, new StockChanged(sku, stock.onHand(), stock.reserved()));
        return new Counted.Stored(stock);
    }

    /// What came of it.
    public sealed interface Counted {
        record Stored(Stock stock) implements Counted {}

        /// Fewer pieces than are promised to orders: nothing was stored.
        record BelowReserved(int reserved) implements Counted {}
    }
}
