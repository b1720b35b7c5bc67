package io.highwater.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

/// One PostgreSQL per JVM on a free port, with the platform's databases and roles, logical decoding on. Started
/// by the first use; ends with the JVM.
public final class TestDatabase {
    private static final TestServer SERVER = start();

    private TestDatabase() {}

    public static String host() {
        return SERVER.host();
    }

    public static int port() {
        return SERVER.port();
    }

    /// URL of one of the platform's databases; its owner has the same name and password.
    public static String jdbcUrl(String database) {
        return Postgres.jdbcUrl(SERVER, database);
    }

    /// Points the services started by this JVM's tests at this server. For a static initializer of the test class.
    public static void useForServices() {
        System.setProperty("highwater.postgres.host", host());
        System.setProperty("highwater.postgres.port", String.valueOf(port()));
    }

    private static TestServer start() {
        // Nobody reads these tables after a crash: no fsync.
        var server = Postgres.start(Map.of("wal_level", "logical", "max_connections", "200", "fsync", "off"));
        try {
            createDatabases(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the script that creates the databases", e);
        } catch (SQLException e) {
            throw new IllegalStateException("could not create the platform's databases", e);
        }
    }

    /// Statement by statement, since a database cannot be created inside the transaction that several would share.
    private static void createDatabases(TestServer server) throws IOException, SQLException {
        var url = Postgres.jdbcUrl(server, "postgres");
        try (var connection = DriverManager.getConnection(url, Postgres.SUPERUSER, Postgres.SUPERUSER);
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
