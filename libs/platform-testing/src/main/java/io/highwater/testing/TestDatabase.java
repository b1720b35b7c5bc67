package io.highwater.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Objects;

/// One PostgreSQL per JVM on a free port, with the platform's databases and roles, logical decoding on. Started
/// by the first use; ends with the JVM.
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    public static int port() {
        return SERVER.getPort();
    }

    /// URL of one of the platform's databases; its owner has the same name and password.
    public static String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:%d/%s".formatted(port(), database);
    }

    /// Points the services started by this JVM's tests at this server. For a static initializer of the test class.
    public static void useForServices() {
        System.setProperty("highwater.postgres.port", String.valueOf(port()));
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_connections", "200")
                    // Nobody reads these tables after a crash.
                    .setServerConfig("fsync", "off")
                    .start();
            createDatabases(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start PostgreSQL", e);
        } catch (SQLException e) {
            throw new IllegalStateException("could not create the platform's databases", e);
        }
    }

    /// Statement by statement, since a database cannot be created inside the transaction that several would share.
    private static void createDatabases(EmbeddedPostgres server) throws IOException, SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var sql : initScript().split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String initScript() throws IOException {
        var name = "/infrastructure/postgres/init.sql";
        try (var script = Objects.requireNonNull(TestDatabase.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), UTF_8).replaceAll("(?m)^--.*$", "");
        }
    }
}
