package io.highwater.notification.delivery.persistence;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.delivery.Attempt;
import io.highwater.notification.delivery.Attempt.Outcome;
import io.highwater.notification.delivery.Claim;
import io.highwater.notification.delivery.Deliveries;
import io.highwater.notification.delivery.Delivery;
import io.highwater.notification.delivery.DeliveryStatus;
import io.highwater.notification.delivery.Notice;
import io.highwater.notification.delivery.Step;
import io.highwater.notification.delivery.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// A row per delivery, and one per attempt.
@Repository
class JdbcDeliveries implements Deliveries {
    private final JdbcClient jdbc;

    JdbcDeliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(Delivery delivery) {
        var notice = delivery.notice();
        return jdbc.sql("""
            INSERT INTO delivery
                (id, event_id, event_type, order_id, user_id, channel, address, subject, body, traceparent,
                 status, attempts, in_doubt, created_at, due_at)
            VALUES (:id, :eventId, :eventType, :orderId, :userId, :channel, :address, :subject, :body,
                 :traceparent, :status, :attempts, :inDoubt, :createdAt, :dueAt)
            ON CONFLICT (event_id, channel) DO NOTHING\
            """)
                        .param("id", notice.deliveryId())
                        .param("eventId", notice.eventId())
                        .param("eventType", notice.eventType())
                        .param("orderId", notice.orderId())
                        .param("userId", notice.userId())
                        .param("channel", notice.channel().name())
                        .param("address", notice.address())
                        .param("subject", notice.text().subject())
                        .param("body", notice.text().body())
                        .param("traceparent", notice.traceparent())
                        .param("status", delivery.status().name())
                        .param("attempts", delivery.attempts())
                        .param("inDoubt", delivery.inDoubt())
                        .param("createdAt", timestamp(notice.createdAt()))
                        .param("dueAt", timestamp(delivery.dueAt()))
                        .update()
                == 1;
    }

    /// A retry also waits for earlier ones of its user that are dead-lettered and not yet taken up: they come first.
    @Override
    public List<Claim> claim(Channel channel, DeliveryStatus status, int limit, Instant now, Duration lease) {
        var ahead = status == DeliveryStatus.RETRYING
                ? List.of(DeliveryStatus.DEAD_LETTERED.name(), DeliveryStatus.RETRYING.name())
                : List.of(status.name());
        var leaseId = UUID.randomUUID();
        var leaseUntil = now.plus(lease);
        return jdbc.sql("""
            WITH due AS (
                SELECT id, lease_id IS NOT NULL AS cut_off FROM delivery d
                WHERE channel = :channel AND status = :status AND due_at <= :now
                  AND (lease_until IS NULL OR lease_until <= :now)
                  AND NOT EXISTS (
                      SELECT 1 FROM delivery e
                      WHERE e.user_id = d.user_id AND e.channel = d.channel AND e.seq < d.seq
                        AND e.status IN (:ahead))
                ORDER BY seq LIMIT :limit
                FOR UPDATE SKIP LOCKED)
            UPDATE delivery SET lease_id = :leaseId, lease_until = :leaseUntil
            FROM due WHERE delivery.id = due.id
            RETURNING delivery.*, due.cut_off\
            """)
                .param("channel", channel.name())
                .param("status", status.name())
                .param("now", timestamp(now))
                .param("ahead", ahead)
                .param("limit", limit)
                .param("leaseId", leaseId)
                .param("leaseUntil", timestamp(leaseUntil))
                .query((row, _) -> new Claim(delivery(row), leaseId, leaseUntil, row.getBoolean("cut_off")))
                .list();
    }

    @Override
    public boolean store(UUID leaseId, Step step) {
        var delivery = step.delivery();
        var id = delivery.notice().deliveryId();
        var held = jdbc.sql("""
            UPDATE delivery SET status = :status, attempts = :attempts, in_doubt = :inDoubt,
                due_at = :dueAt, lease_id = NULL, lease_until = NULL
            WHERE id = :id AND lease_id = :leaseId\
            """)
                .param("status", delivery.status().name())
                .param("attempts", delivery.attempts())
                .param("inDoubt", delivery.inDoubt())
                .param("dueAt", timestamp(delivery.dueAt()))
                .param("id", id)
                .param("leaseId", leaseId)
                .update();
        if (held == 1) {
            insert(id, step.attempt());
        }
        return held == 1;
    }

    private void insert(UUID deliveryId, Attempt attempt) {
        jdbc.sql("""
            INSERT INTO delivery_attempt (delivery_id, number, at, outcome, cause)
            VALUES (:deliveryId, :number, :at, :outcome, :cause)\
            """)
                .param("deliveryId", deliveryId)
                .param("number", attempt.number())
                .param("at", timestamp(attempt.at()))
                .param("outcome", attempt.outcome().name())
                .param("cause", attempt.cause())
                .update();
    }

    @Override
    public void release(Claim claim, Instant dueAt) {
        jdbc.sql("""
            UPDATE delivery SET due_at = :dueAt, lease_id = NULL, lease_until = NULL
            WHERE id = :id AND lease_id = :leaseId\
            """)
                .param("dueAt", timestamp(dueAt))
                .param("id", claim.delivery().notice().deliveryId())
                .param("leaseId", claim.leaseId())
                .update();
    }

    @Override
    public boolean takeUp(UUID deliveryId, Instant dueAt) {
        return jdbc.sql("""
            UPDATE delivery SET status = 'RETRYING', due_at = :dueAt
            WHERE id = :id AND status = 'DEAD_LETTERED'\
            """)
                        .param("dueAt", timestamp(dueAt))
                        .param("id", deliveryId)
                        .update()
                == 1;
    }

    @Override
    public int takeUpAllDueBefore(Instant dueBefore, Instant dueAt) {
        return jdbc.sql("""
            UPDATE delivery SET status = 'RETRYING', due_at = :dueAt
            WHERE status = 'DEAD_LETTERED' AND due_at < :dueBefore\
            """)
                .param("dueAt", timestamp(dueAt))
                .param("dueBefore", timestamp(dueBefore))
                .update();
    }

    @Override
    public List<Attempt> attempts(UUID deliveryId) {
        return jdbc.sql("""
            SELECT number, at, outcome, cause FROM delivery_attempt
            WHERE delivery_id = :deliveryId ORDER BY number\
            """)
                .param("deliveryId", deliveryId)
                .query((row, _) -> attempt(row))
                .list();
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getInt("number"),
                instant(row, "at"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("cause"));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        var notice = new Notice(
                row.getObject("id", UUID.class),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getObject("order_id", UUID.class),
                row.getString("user_id"),
                Channel.valueOf(row.getString("channel")),
                row.getString("address"),
                new Text(row.getString("subject"), row.getString("body")),
                row.getString("traceparent"),
                instant(row, "created_at"));
        return new Delivery(
                notice,
                DeliveryStatus.valueOf(row.getString("status")),
                row.getInt("attempts"),
                row.getBoolean("in_doubt"),
                instant(row, "due_at"));
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
