package io.highwater.runner.postgres;

import io.highwater.runner.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Creates the services' databases and roles on an empty server.
public final class DatabaseScript {
    private DatabaseScript() {}

    /// Runs the script unless its last database is there already; tells whether it ran. A statement that an interrupted
    /// run left done is passed over.
    public static boolean runOnce(int port, Path script) {
        String url = "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url)) {
            if (exists(connection, "notifications")) {
                return false;
            }
            for (String statement : statements(Files.readString(script))) {
                execute(connection, statement);
            }
            return true;
        } catch (SQLException | IOException e) {
            throw new PlatformException("cannot create the databases with " + script + ": " + e.getMessage(), e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            boolean thereAlready = "42710".equals(e.getSQLState()) || "42P04".equals(e.getSQLState());
            if (!thereAlready) {
                throw e;
            }
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            return query.executeQuery().next();
        }
    }

    /// CREATE DATABASE cannot run together with other statements, so each goes alone.
    static List<String> statements(String script) {
        String code = script.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(code.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
