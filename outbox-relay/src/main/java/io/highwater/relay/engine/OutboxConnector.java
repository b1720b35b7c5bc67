package io.highwater.relay.engine;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/// Debezium's PostgreSQL connector with a task that sleeps while there is nothing to do.
public final class OutboxConnector extends PostgresConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return OutboxConnectorTask.class;
    }
}
