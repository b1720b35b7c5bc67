package io.highwater.relay;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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

    private final Path directory;
    private final int port;
    private EmbeddedPostgres postgres;

    private OutboxDatabase(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
        this.port = postgres.getPort();
    }

    static OutboxDatabase start(Path directory) throws IOException, SQLException {
        var database = new OutboxDatabase(directory, builder(directory).start());
        for (var statement : SCHEMA) {
            database.execute(statement);
        }
        return database;
    }

    private static EmbeddedPostgres.Builder builder(Path directory) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_replication_slots", "10");
    }

    int port() {
        return port;
    }

    void publish() throws SQLException {
        execute("CREATE PUBLICATION outbox FOR TABLE outbox_event"
                + " WITH (publish = 'insert', publish_via_partition_root = true)");
    }

    void stop() throws IOException {
        postgres.close();
    }

    void startAgain() throws IOException {
        postgres = builder(directory).setPort(port).start();
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
        return DriverManager.getConnection("jdbc:postgresql://localhost:%d/postgres".formatted(port), "postgres", "");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
