package io.highwater.relay;

import io.highwater.testing.Postgres;
import io.highwater.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/// A PostgreSQL server that can be stopped and started on its data, with the outbox table as a service's migration
/// makes it, save for the checks that keep poison out: the relay has to stand it.
final class OutboxDatabase implements AutoCloseable {
    private static final String[] SCHEMA = {
        "CREATE ROLE relay LOGIN REPLICATION PASSWORD 'relay'",
        """
        CREATE TABLE outbox_event (
            id uuid NOT NULL, topic text, message_key text, type text, source text, subject text, payload text,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            traceparent text, tracestate text, correlation_id text, causation_id text,
            PRIMARY KEY (created_at, id)) PARTITION BY RANGE (created_at)\
        """,
        "CREATE TABLE outbox_event_default PARTITION OF outbox_event DEFAULT",
        """
        CREATE TABLE outbox_event_20000101 PARTITION OF outbox_event
            FOR VALUES FROM ('2000-01-01 00:00:00+00') TO ('2000-01-02 00:00:00+00')\
        """,
        "GRANT SELECT ON outbox_event TO relay"
    };

    private final TestServer postgres;

    private OutboxDatabase(TestServer postgres) {
        this.postgres = postgres;
    }

    static OutboxDatabase start() throws SQLException {
        var database =
                new OutboxDatabase(Postgres.start(Map.of("wal_level", "logical", "max_replication_slots", "10")));
        for (var statement : SCHEMA) {
            database.execute(statement);
        }
        return database;
    }

    String host() {
        return postgres.host();
    }

    int port() {
        return postgres.port();
    }

    void publish() throws SQLException {
        execute("CREATE PUBLICATION outbox FOR TABLE outbox_event"
                + " WITH (publish = 'insert', publish_via_partition_root = true)");
    }

    void stop() {
        postgres.stop();
    }

    void startAgain() {
        postgres.startAgain();
    }

    /// Writes one row, as a service does.
    void insert(String topic, String key, String payload) throws SQLException {
        try (var connection = connect()) {
            insert(connection, topic, key, payload);
        }
    }

    static void insert(Connection connection, String topic, String key, String payload) throws SQLException {
        var row = "INSERT INTO outbox_event (id, topic, message_key, type, source, subject, payload, traceparent,"
                + " correlation_id) VALUES (?, ?, ?, 'OrderPlaced.v1', '/order-service', 'o-1', ?,"
                + " '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'o-1')";
        try (var statement = connection.prepareStatement(row)) {
            statement.setObject(1, UUID.randomUUID());
            statement.setString(2, topic);
            statement.setString(3, key);
            statement.setString(4, payload);
            statement.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// As superuser.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                Postgres.jdbcUrl(postgres, "postgres"), Postgres.SUPERUSER, Postgres.SUPERUSER);
    }

    @Override
    public void close() {
        postgres.close();
    }
}
