package io.highwater.payment.credit.persistence;

import io.highwater.payment.credit.Credit;
import io.highwater.payment.credit.Credits;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table `customer`.
@Repository
class JdbcCredits implements Credits {
    private static final String COLUMNS = "user_id, limit_cents, authorized_cents, captured_cents";
    private static final RowMapper<Credit> CREDIT = (row, _) -> new Credit(
            row.getString("user_id"),
            row.getLong("limit_cents"),
            row.getLong("authorized_cents"),
            row.getLong("captured_cents"));

    private final JdbcClient jdbc;

    JdbcCredits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Credit> find(String userId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer WHERE user_id = :user")
                .param("user", userId)
                .query(CREDIT)
                .optional();
    }

    @Override
    public Credit findForUpdate(String userId, long defaultLimitCents) {
        jdbc.sql("INSERT INTO customer (user_id, limit_cents) VALUES (:user, :limit) ON CONFLICT DO NOTHING")
                .param("user", userId)
                .param("limit", defaultLimitCents)
                .update();
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer WHERE user_id = :user FOR UPDATE")
                .param("user", userId)
                .query(CREDIT)
                .single();
    }

    @Override
    public Credit authorize(String userId, long amountCents) {
        return change(
                "UPDATE customer SET authorized_cents = authorized_cents + :amount WHERE user_id = :user",
                userId,
                amountCents);
    }

    @Override
    public Credit capture(String userId, long amountCents) {
        return change("""
            UPDATE customer SET authorized_cents = authorized_cents - :amount,
                captured_cents = captured_cents + :amount
            WHERE user_id = :user\
            """, userId, amountCents);
    }

    @Override
    public Credit setLimit(String userId, long limitCents) {
        return change("""
            INSERT INTO customer (user_id, limit_cents) VALUES (:user, :amount)
            ON CONFLICT (user_id) DO UPDATE SET limit_cents = excluded.limit_cents\
            """, userId, limitCents);
    }

    private Credit change(String statement, String userId, long amountCents) {
        return jdbc.sql(statement + " RETURNING " + COLUMNS)
                .param("user", userId)
                .param("amount", amountCents)
                .query(CREDIT)
                .single();
    }
}
