package io.highwater.inventory.stock.persistence;

import io.highwater.inventory.stock.Stock;
import io.highwater.inventory.stock.Warehouse;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table `item`.
@Repository
class JdbcWarehouse implements Warehouse {
    private static final String COLUMNS = "sku, on_hand, reserved, shipped";
    private static final RowMapper<Stock> STOCK = (row, _) ->
            new Stock(row.getString("sku"), row.getInt("on_hand"), row.getInt("reserved"), row.getLong("shipped"));

    private final JdbcClient jdbc;

    JdbcWarehouse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Stock> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM item ORDER BY sku")
                .query(STOCK)
                .list();
    }

    @Override
    public Optional<Stock> find(String sku) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM item WHERE sku = :sku")
                .param("sku", sku)
                .query(STOCK)
                .optional();
    }

    /// Locks in the order of [io.highwater.inventory.stock.Demand], which the database's collation may not share.
    @Override
    public List<Stock> findForUpdate(Collection<String> skus) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM item WHERE sku = ANY (:skus) ORDER BY sku COLLATE \"C\""
                        + " FOR UPDATE")
                .param("skus", skus.toArray(String[]::new))
                .query(STOCK)
                .list();
    }

    @Override
    public Stock reserve(String sku, int quantity) {
        return change("UPDATE item SET reserved = reserved + :quantity WHERE sku = :sku", sku, quantity);
    }

    @Override
    public Stock ship(String sku, int quantity) {
        return change("""
            UPDATE item SET on_hand = on_hand - :quantity, reserved = reserved - :quantity,
                shipped = shipped + :quantity
            WHERE sku = :sku\
            """, sku, quantity);
    }

    private Stock change(String update, String sku, int quantity) {
        return jdbc.sql(update + " RETURNING " + COLUMNS)
                .param("sku", sku)
                .param("quantity", quantity)
                .query(STOCK)
                .single();
    }

    @Override
    public Stock setOnHand(String sku, int onHand) {
        return change("""
            INSERT INTO item (sku, on_hand) VALUES (:sku, :quantity)
            ON CONFLICT (sku) DO UPDATE SET on_hand = excluded.on_hand\
            """, sku, onHand);
    }
}
