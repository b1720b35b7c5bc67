package io.highwater.saga.running.persistence;

import io.highwater.saga.engine.Saga;
import io.highwater.saga.engine.SagaMachine;
import io.highwater.saga.engine.SagaState;
import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.running.RunningSaga;
import io.highwater.saga.running.SagaMachines;
import io.highwater.saga.running.SagaViews.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// From rows of `saga_instance` to sagas.
@Component
class SagaRows {
    static final String SELECT = """
        SELECT saga_id, type, business_key, data, state, status, step, reason, traceparent, started_at, updated_at
        FROM saga_instance\
        """;

    private final JsonMapper json;
    private final SagaMachines machines;

    SagaRows(JsonMapper json, SagaMachines machines) {
        this.json = json;
        this.machines = machines;
    }

    RunningSaga<?> running(ResultSet row, int rowNumber) throws SQLException {
        return running(machines.of(row.getString("type")), row);
    }

    Summary summary(ResultSet row, int rowNumber) throws SQLException {
        return new Summary(
                row.getObject("saga_id", UUID.class),
                row.getString("type"),
                row.getString("business_key"),
                SagaStatus.valueOf(row.getString("status")),
                row.getString("step"),
                row.getString("reason"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private <D> RunningSaga<D> running(SagaMachine<D> machine, ResultSet row) throws SQLException {
        var data = json.readValue(row.getString("data"), machine.definition().dataType());
        var saga = new Saga<>(row.getObject("saga_id", UUID.class), row.getString("business_key"), data);
        var state = json.readValue(row.getString("state"), SagaState.class);
        return new RunningSaga<>(machine, saga, state, row.getString("traceparent"));
    }
}
