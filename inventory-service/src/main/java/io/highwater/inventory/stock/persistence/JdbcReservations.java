package io.highwater.inventory.stock.persistence;

import io.highwater.inventory.stock.Reservation;
import io.highwater.inventory.stock.Reservation.State;
import io.highwater.inventory.stock.Reservations;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tables `reservation` and `reservation_line`.
@Repository
class JdbcReservations implements Reservations {
    private static final String SELECT = "SELECT saga_id, order_id, state FROM reservation ";

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcReservations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Optional<Reservation> findBySaga(UUID sagaId) {
        return find(SELECT + "WHERE saga_id = :id", sagaId);
    }

    @Override
    public Optional<Reservation> findByOrder(UUID orderId) {
        return find(SELECT + "WHERE order_id = :id", orderId);
    }

    @Override
    public Optional<Reservation> findByOrderForUpdate(UUID orderId) {
        return find(SELECT + "WHERE order_id = :id FOR UPDATE", orderId);
    }

    private Optional<Reservation> find(String query, UUID id) {
        return jdbc.sql(query)
                .param("id", id)
                .query((row, _) -> new Reservation(
                        row.getObject("saga_id", UUID.class),
                        row.getObject("order_id", UUID.class),
                        State.valueOf(row.getString("state")),
                        Map.of()))
                .optional()
                .map(head -> new Reservation(head.sagaId(), head.orderId(), head.state(), quantities(head.sagaId())));
    }

    private Map<String, Integer> quantities(UUID sagaId) {
        var quantities = new HashMap<String, Integer>();
        jdbc.sql("SELECT sku, quantity FROM reservation_line WHERE saga_id = :id")
                .param("id", sagaId)
                .query(row -> {
                    quantities.put(row.getString("sku"), row.getInt("quantity"));
                });
        return quantities;
    }

    @Override
    public void add(Reservation reservation) {
        jdbc.sql("""
            INSERT INTO reservation (saga_id, order_id, state, changed_at)
            VALUES (:saga, :order, :state, :at)\
            """)
                .param("saga", reservation.sagaId())
                .param("order", reservation.orderId())
                .param("state", reservation.state().name())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        reservation
                .quantities()
                .forEach((sku, quantity) -> jdbc.sql(
                                "INSERT INTO reservation_line (saga_id, sku, quantity) VALUES (:saga, :sku, :quantity)")
                        .param("saga", reservation.sagaId())
                        .param("sku", sku)
                        .param("quantity", quantity)
                        .update());
    }

    @Override
    public void saveState(Reservation reservation) {
        jdbc.sql("UPDATE reservation SET state = :state, changed_at = :at WHERE saga_id = :saga")
                .param("state", reservation.state().name())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("saga", reservation.sagaId())
                .update();
    }
}
