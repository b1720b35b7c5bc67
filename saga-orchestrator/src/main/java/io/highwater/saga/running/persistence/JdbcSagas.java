package io.highwater.saga.running.persistence;

import io.highwater.saga.engine.SagaState;
import io.highwater.saga.engine.SagaState.Awaiting;
import io.highwater.saga.engine.TimelineEntry;
import io.highwater.saga.running.RunningSaga;
import io.highwater.saga.running.Sagas;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Sagas in the tables `saga_instance` and `saga_log`.
@Repository
class JdbcSagas implements Sagas {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final SagaRows rows;

    JdbcSagas(JdbcClient jdbc, JsonMapper json, SagaRows rows) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = rows;
    }

    @Override
    public boolean add(RunningSaga<?> saga) {
        var state = saga.state();
        return jdbc.sql("""
            INSERT INTO saga_instance
                (saga_id, type, business_key, data, state, status, step, reason, wake_at, traceparent,
                 started_at, updated_at)
            VALUES
                (:id, :type, :key, :data::jsonb, :state::jsonb, :status, :step, :reason, :wakeAt,
                 :traceparent, :startedAt, :startedAt)
            ON CONFLICT (type, business_key) DO NOTHING\
            """)
                        .param("id", saga.saga().id())
                        .param("type", saga.machine().definition().type())
                        .param("key", saga.saga().businessKey())
                        .param("data", json.writeValueAsString(saga.saga().data()))
                        .param("state", json.writeValueAsString(state))
                        .param("status", state.status().name())
                        .param("step", stepOf(state))
                        .param("reason", state.failure().reason())
                        .param("wakeAt", timestamp(state.wakeAt()))
                        .param("traceparent", saga.traceparent())
                        .param("startedAt", timestamp(state.startedAt()))
                        .update()
                == 1;
    }

    @Override
    public Optional<RunningSaga<?>> lock(UUID sagaId) {
        return jdbc.sql(SagaRows.SELECT + " WHERE saga_id = :id FOR UPDATE")
                .param("id", sagaId)
                .query(rows::running)
                .optional();
    }

    @Override
    public Optional<RunningSaga<?>> lock(String type, String businessKey) {
        return jdbc.sql(SagaRows.SELECT + " WHERE type = :type AND business_key = :key FOR UPDATE")
                .param("type", type)
                .param("key", businessKey)
                .query(rows::running)
                .optional();
    }

    @Override
    public Optional<UUID> lockNextDue(Instant now) {
        return jdbc.sql("""
            SELECT saga_id FROM saga_instance WHERE wake_at <= :now
            ORDER BY wake_at LIMIT 1 FOR UPDATE SKIP LOCKED\
            """).param("now", timestamp(now)).query(UUID.class).optional();
    }

    @Override
    public void save(UUID sagaId, SagaState state, Instant now) {
        jdbc.sql("""
            UPDATE saga_instance
            SET state = :state::jsonb, status = :status, step = :step, reason = :reason, wake_at = :wakeAt,
                failed_turns = 0, updated_at = :now
            WHERE saga_id = :id\
            """)
                .param("state", json.writeValueAsString(state))
                .param("status", state.status().name())
                .param("step", stepOf(state))
                .param("reason", state.failure().reason())
                .param("wakeAt", timestamp(state.wakeAt()))
                .param("now", timestamp(now))
                .param("id", sagaId)
                .update();
    }

    @Override
    public void putOff(UUID sagaId, Instant now) {
        jdbc.sql("""
            UPDATE saga_instance
            SET failed_turns = failed_turns + 1,
                wake_at = CAST(:now AS timestamptz) + least(interval '1 second' * 2 ^ least(failed_turns, 16), interval '5 min')
            WHERE saga_id = :id\
            """).param("now", timestamp(now)).param("id", sagaId).update();
    }

    @Override
    public void append(UUID sagaId, List<TimelineEntry> timeline) {
        for (var entry : timeline) {
            jdbc.sql("""
                INSERT INTO saga_log (saga_id, at, what, actor, step, detail)
                VALUES (:id, :at, :what, :actor, :step, :detail)\
                """)
                    .param("id", sagaId)
                    .param("at", timestamp(entry.at()))
                    .param("what", entry.what().name())
                    .param("actor", entry.actor())
                    .param("step", entry.step())
                    .param("detail", entry.detail())
                    .update();
        }
    }

    private static String stepOf(SagaState state) {
        return state.awaited().map(Awaiting::step).orElse("");
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
