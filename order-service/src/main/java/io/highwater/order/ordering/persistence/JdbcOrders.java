package io.highwater.order.ordering.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.highwater.order.ordering.Change;
import io.highwater.order.ordering.Line;
import io.highwater.order.ordering.Order;
import io.highwater.order.ordering.OrderState;
import io.highwater.order.ordering.OrderStatus;
import io.highwater.order.ordering.Orders;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tables `orders`, `order_line` and `order_history`. However many orders are read, it takes three queries.
@Repository
class JdbcOrders implements Orders {
    private static final String SELECT = "SELECT id, user_id, status, reason, detail, tracking_number FROM orders ";

    private final JdbcClient jdbc;

    JdbcOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(Order order) {
        jdbc.sql("INSERT INTO orders (id, user_id, status, total_cents) VALUES (:id, :userId, :status, :total)")
                .param("id", order.id())
                .param("userId", order.userId())
                .param("status", order.state().status().name())
                .param("total", order.totalCents())
                .update();
        for (var i = 0; i < order.lines().size(); i++) {
            addLine(order.id(), i, order.lines().get(i));
        }
        addChange(order.id(), order.latestChange());
    }

    private void addLine(UUID order, int number, Line line) {
        jdbc.sql("""
            INSERT INTO order_line (order_id, line_no, sku, quantity, unit_price_cents)
            VALUES (:order, :number, :sku, :quantity, :price)\
            """)
                .param("order", order)
                .param("number", number)
                .param("sku", line.sku())
                .param("quantity", line.quantity())
                .param("price", line.unitPriceCents())
                .update();
    }

    private void addChange(UUID order, Change change) {
        jdbc.sql("""
            INSERT INTO order_history (order_id, status, changed_at, event_id)
            VALUES (:order, :status, :at, :event)\
            """)
                .param("order", order)
                .param("status", change.status().name())
                .param("at", change.at().atOffset(ZoneOffset.UTC))
                .param("event", change.eventId())
                .update();
    }

    @Override
    public void saveLatestChange(Order order) {
        var rejected = order.state() instanceof OrderState.Rejected it ? it : null;
        var shipped = order.state() instanceof OrderState.Shipped it ? it : null;
        jdbc.sql("""
            UPDATE orders SET status = :status, reason = :reason, detail = :detail,
                tracking_number = :tracking
            WHERE id = :id\
            """)
                .param("status", order.state().status().name())
                .param("reason", rejected == null ? null : rejected.reason())
                .param("detail", rejected == null ? null : rejected.detail())
                .param("tracking", shipped == null ? null : shipped.trackingNumber())
                .param("id", order.id())
                .update();
        addChange(order.id(), order.latestChange());
    }

    @Override
    public Optional<Order> find(UUID id) {
        return complete(jdbc.sql(SELECT + "WHERE id = :id").param("id", id)).stream()
                .findFirst();
    }

    @Override
    public Optional<Order> findForUpdate(UUID id) {
        return complete(jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE").param("id", id)).stream()
                .findFirst();
    }

    @Override
    public List<Order> list(Filter filter, int limit) {
        var ofUser = filter.userId().isEmpty() ? "" : "user_id = :userId AND ";
        return complete(jdbc.sql(SELECT + "WHERE " + ofUser + "id < :before ORDER BY id DESC LIMIT :limit")
                .param("userId", filter.userId())
                .param("before", filter.before())
                .param("limit", limit));
    }

    private List<Order> complete(JdbcClient.StatementSpec query) {
        var heads = query.query(HEAD).list();
        var ids = heads.stream().map(Head::id).toArray(UUID[]::new);
        var lines = linesOf(ids);
        var changes = changesOf(ids);
        return heads.stream()
                .map(head -> new Order(
                        head.id(),
                        head.userId(),
                        lines.getOrDefault(head.id(), List.of()),
                        head.state(),
                        changes.getOrDefault(head.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<Line>> linesOf(UUID[] orders) {
        return jdbc
                .sql("""
                    SELECT order_id, sku, quantity, unit_price_cents FROM order_line
                    WHERE order_id = ANY (:orders) ORDER BY order_id, line_no\
                    """)
                .param("orders", orders)
                .query((row, _) -> new Owned<>(
                        row.getObject("order_id", UUID.class),
                        new Line(row.getString("sku"), row.getInt("quantity"), row.getLong("unit_price_cents"))))
                .list()
                .stream()
                .collect(groupingBy(Owned::order, mapping(Owned::value, toList())));
    }

    private Map<UUID, List<Change>> changesOf(UUID[] orders) {
        return jdbc
                .sql("""
                    SELECT order_id, status, changed_at, event_id FROM order_history
                    WHERE order_id = ANY (:orders) ORDER BY order_id, seq\
                    """)
                .param("orders", orders)
                .query((row, _) -> new Owned<>(row.getObject("order_id", UUID.class), change(row)))
                .list()
                .stream()
                .collect(groupingBy(Owned::order, mapping(Owned::value, toList())));
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                OrderStatus.valueOf(row.getString("status")),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getObject("event_id", UUID.class));
    }

    private static final RowMapper<Head> HEAD = (row, _) -> new Head(
            row.getObject("id", UUID.class),
            row.getString("user_id"),
            OrderStatus.valueOf(row.getString("status")),
            row.getString("reason"),
            row.getString("detail"),
            row.getString("tracking_number"));

    private record Owned<T>(UUID order, T value) {}

    /// A row of `orders`; the columns that belong to other statuses are `null`.
    private record Head(
            UUID id,
            String userId,
            OrderStatus status,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String trackingNumber) {
        OrderState state() {
            return switch (status) {
                case PENDING -> new OrderState.Pending();
                case CONFIRMED -> new OrderState.Confirmed();
                case SHIPPED -> new OrderState.Shipped(orEmpty(trackingNumber));
                case REJECTED -> new OrderState.Rejected(orEmpty(reason), orEmpty(detail));
            };
        }

        private static String orEmpty(@Nullable String value) {
            return value == null ? "" : value;
        }
    }
}
