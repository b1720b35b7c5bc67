package io.highwater.notification.delivery.persistence;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.Masked;
import io.highwater.notification.delivery.Attempt;
import io.highwater.notification.delivery.Attempt.Outcome;
import io.highwater.notification.delivery.DeliveryStatus;
import io.highwater.notification.delivery.DeliveryView;
import io.highwater.notification.delivery.DeliveryViews;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads deliveries, and the attempts of a page of them in one go.
@Repository
class JdbcDeliveryViews implements DeliveryViews {
    private final JdbcClient jdbc;

    JdbcDeliveryViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<DeliveryView> find(Filter filter, int limit) {
        var conditions = conditions(filter);
        var where = conditions.isEmpty()
                ? ""
                : conditions.stream().map(Condition::sql).collect(Collectors.joining(" AND ", "WHERE ", ""));
        var query = jdbc.sql("SELECT * FROM delivery d " + where + " ORDER BY seq DESC LIMIT :limit")
                .param("limit", limit);
        for (var condition : conditions) {
            query = query.param(condition.name(), condition.value());
        }
        var rows = query.query((row, _) -> new Row(row)).list();
        var attempts = attempts(rows.stream().map(Row::id).toList());
        return rows.stream()
                .map(row -> row.view(attempts.getOrDefault(row.id(), List.of())))
                .toList();
    }

    @Override
    public long count(DeliveryStatus status) {
        return jdbc.sql("SELECT count(*) FROM delivery WHERE status = :status")
                .param("status", status.name())
                .query(Long.class)
                .single();
    }

    private static List<Condition> conditions(Filter filter) {
        var conditions = new ArrayList<Condition>();
        filter.userId().ifPresent(user -> conditions.add(new Condition("user_id = :userId", "userId", user)));
        filter.orderId().ifPresent(order -> conditions.add(new Condition("order_id = :orderId", "orderId", order)));
        filter.type()
                .ifPresent(type -> conditions.add(
                        new Condition("(event_type = :type OR event_type LIKE :type || '.v%')", "type", type)));
        filter.beforeSeq().ifPresent(seq -> conditions.add(new Condition("seq < :beforeSeq", "beforeSeq", seq)));
        filter.cause().ifPresent(cause -> conditions.add(new Condition("""
            (SELECT strpos(lower(cause), lower(:cause)) FROM delivery_attempt a
             WHERE a.delivery_id = d.id ORDER BY number DESC LIMIT 1) > 0\
            """, "cause", cause)));
        if (!filter.statuses().isEmpty()) {
            var names = filter.statuses().stream().map(Enum::name).toList();
            conditions.add(new Condition("status IN (:statuses)", "statuses", names));
        }
        return conditions;
    }

    private Map<UUID, List<Attempt>> attempts(List<UUID> deliveries) {
        if (deliveries.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("SELECT * FROM delivery_attempt WHERE delivery_id IN (:ids) ORDER BY number")
                .param("ids", deliveries)
                .query((row, _) -> Map.entry(row.getObject("delivery_id", UUID.class), attempt(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getInt("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("cause"));
    }

    /// @param name  of the one parameter in `sql`
    private record Condition(String sql, String name, Object value) {}

    private record Row(
            long seq,
            UUID id,
            UUID orderId,
            String userId,
            String eventId,
            String type,
            Channel channel,
            String address,
            DeliveryStatus status,
            Instant createdAt,
            Instant dueAt) {
        Row(ResultSet row) throws SQLException {
            this(
                    row.getLong("seq"),
                    row.getObject("id", UUID.class),
                    row.getObject("order_id", UUID.class),
                    row.getString("user_id"),
                    row.getString("event_id"),
                    row.getString("event_type"),
                    Channel.valueOf(row.getString("channel")),
                    row.getString("address"),
                    DeliveryStatus.valueOf(row.getString("status")),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getObject("due_at", OffsetDateTime.class).toInstant());
        }

        DeliveryView view(List<Attempt> attempts) {
            var sentAt = attempts.stream()
                    .filter(attempt -> attempt.outcome() == Outcome.SENT)
                    .map(Attempt::at)
                    .findFirst();
            var nextAttemptAt = switch (status) {
                case PENDING, DEAD_LETTERED, RETRYING -> Optional.of(dueAt);
                case SENT, UNDELIVERABLE, PARKED -> Optional.<Instant>empty();
            };
            var inDoubt = attempts.stream()
                    .anyMatch(attempt -> attempt.outcome() == Outcome.UNKNOWN && attempt.number() < attempts.size());
            return new DeliveryView(
                    seq,
                    id,
                    orderId,
                    userId,
                    eventId,
                    type,
                    channel,
                    Masked.address(channel, address),
                    status,
                    attempts,
                    createdAt,
                    sentAt,
                    nextAttemptAt,
                    inDoubt && channel.resentInDoubt());
        }
    }
}
