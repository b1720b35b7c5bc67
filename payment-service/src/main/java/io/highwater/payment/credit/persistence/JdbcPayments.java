package io.highwater.payment.credit.persistence;

import io.highwater.payment.credit.Payment;
import io.highwater.payment.credit.Payment.State;
import io.highwater.payment.credit.Payments;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table `payment`.
@Repository
class JdbcPayments implements Payments {
    private static final String BY_ORDER =
            "SELECT saga_id, order_id, user_id, amount_cents, state FROM payment WHERE order_id = :order";

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcPayments(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Optional<Payment> findByOrder(UUID orderId) {
        return find(BY_ORDER, orderId);
    }

    @Override
    public Optional<Payment> findByOrderForUpdate(UUID orderId) {
        return find(BY_ORDER + " FOR UPDATE", orderId);
    }

    private Optional<Payment> find(String query, UUID orderId) {
        return jdbc.sql(query)
                .param("order", orderId)
                .query((row, _) -> new Payment(
                        row.getObject("saga_id", UUID.class),
                        row.getObject("order_id", UUID.class),
                        row.getString("user_id"),
                        row.getLong("amount_cents"),
                        State.valueOf(row.getString("state"))))
                .optional();
    }

    @Override
    public void add(Payment payment) {
        jdbc.sql("""
            INSERT INTO payment (saga_id, order_id, user_id, amount_cents, state, changed_at)
            VALUES (:saga, :order, :user, :amount, :state, :at)\
            """)
                .param("saga", payment.sagaId())
                .param("order", payment.orderId())
                .param("user", payment.userId())
                .param("amount", payment.amountCents())
                .param("state", payment.state().name())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public void saveState(Payment payment) {
        jdbc.sql("UPDATE payment SET state = :state, changed_at = :at WHERE saga_id = :saga")
                .param("state", payment.state().name())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("saga", payment.sagaId())
                .update();
    }
}
