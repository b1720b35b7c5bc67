package io.highwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a test may rely on wherever its servers come from; the output says which it was.
class ServersIT {
    @Test
    void postgresKeepsItsAddressItsSettingsAndItsRowsOverAStop() throws SQLException {
        try (var server = Postgres.start(Map.of("wal_level", "logical"))) {
            execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");

            server.stop();
            assertThatThrownBy(() -> connect(server)).isInstanceOf(SQLException.class);
            server.startAgain();

            assertThat(read(server, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(read(server, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void redisKeepsItsAddressOverAStop() throws IOException {
        try (var server = Redis.start()) {
            assertThat(ask(server, "PING")).isEqualTo("+PONG");

            server.stop();
            assertThatThrownBy(() -> ask(server, "PING")).isInstanceOf(IOException.class);
            server.startAgain();

            assertThat(ask(server, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void theTestDatabaseHasThePlatformsDatabasesAndTheirOwners() throws SQLException {
        try (var connection = DriverManager.getConnection(TestDatabase.jdbcUrl("orders"), "orders", "orders")) {
            assertThat(connection.getCatalog()).isEqualTo("orders");
        }
    }

    private static void execute(TestServer server, String sql) throws SQLException {
        try (var connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(TestServer server, String sql) throws SQLException {
        try (var connection = connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(TestServer server) throws SQLException {
        return DriverManager.getConnection(
                Postgres.jdbcUrl(server, "postgres"), Postgres.SUPERUSER, Postgres.SUPERUSER);
    }

    private static String ask(TestServer server, String command) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), 2000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new byte[64];
            var length = socket.getInputStream().read(answer);
            if (length < 0) {
                throw new IOException("nobody answers");
            }
            return new String(answer, 0, length, StandardCharsets.US_ASCII).strip();
        }
    }
}
