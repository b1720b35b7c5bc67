package io.highwater.saga.running.persistence;

import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.engine.TimelineEntry;
import io.highwater.saga.running.SagaViews;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads sagas for operators.
@Repository
class JdbcSagaViews implements SagaViews {
    private final JdbcClient jdbc;
    private final SagaRows rows;
    private final Clock clock;

    JdbcSagaViews(JdbcClient jdbc, SagaRows rows, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public List<Summary> find(Filter filter) {
        var conditions = new Conditions();
        if (!filter.states().isEmpty()) {
            conditions.add(
                    "status IN (:states)",
                    "states",
                    filter.states().stream().map(Enum::name).toList());
        }
        filter.businessKey().ifPresent(key -> conditions.add("business_key = :key", "key", key));
        filter.step().ifPresent(step -> conditions.add("step = :step", "step", step));
        filter.startedBefore()
                .ifPresent(time -> conditions.add("started_at < :before", "before", Timestamp.from(time)));
        filter.after().ifPresent(id -> conditions.add("saga_id < :after", "after", id));
        return jdbc.sql("%s%s ORDER BY saga_id DESC LIMIT :limit".formatted(SagaRows.SELECT, conditions.where()))
                .params(conditions.parameters())
                .param("limit", filter.limit())
                .query(rows::summary)
                .list();
    }

    @Override
    public Optional<Details> get(UUID sagaId) {
        return jdbc.sql(SagaRows.SELECT + " WHERE saga_id = :id")
                .param("id", sagaId)
                .query((row, n) -> details(row, n, timeline(sagaId)))
                .optional();
    }

    @Override
    public Map<SagaStatus, Load> load() {
        var load = new EnumMap<SagaStatus, Load>(SagaStatus.class);
        jdbc.sql("""
            SELECT status, count(*) AS sagas, min(started_at) AS oldest FROM saga_instance
            WHERE status NOT IN ('COMPLETED', 'REJECTED') GROUP BY status\
            """).query(row -> {
            var oldest = Duration.between(row.getTimestamp("oldest").toInstant(), clock.instant());
            load.put(SagaStatus.valueOf(row.getString("status")), new Load(row.getLong("sagas"), oldest));
        });
        return load;
    }

    private Details details(ResultSet row, int n, List<TimelineEntry> timeline) throws SQLException {
        var saga = rows.running(row, n);
        return new Details(rows.summary(row, n), saga.state(), saga, timeline);
    }

    private List<TimelineEntry> timeline(UUID sagaId) {
        return jdbc.sql("SELECT at, what, actor, step, detail FROM saga_log WHERE saga_id = :id ORDER BY n")
                .param("id", sagaId)
                .query((row, _) -> new TimelineEntry(
                        row.getTimestamp("at").toInstant(),
                        TimelineEntry.What.valueOf(row.getString("what")),
                        row.getString("actor"),
                        row.getString("step"),
                        row.getString("detail")))
                .list();
    }

    /// The parts of a WHERE clause and their parameters.
    private static final class Conditions {
        private final List<String> clauses = new ArrayList<>();
        private final Map<String, Object> parameters = new HashMap<>();

        void add(String clause, String name, Object value) {
            clauses.add(clause);
            parameters.put(name, value);
        }

        String where() {
            return clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", clauses);
        }

        Map<String, Object> parameters() {
            return parameters;
        }
    }
}
