package io.highwater.relay.source;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/// The questions that the relay has for a source besides its rows. Every call opens a connection of its own and blocks
/// for a few seconds at most.
final class SourceDatabase {
    private final Source source;

    SourceDatabase(Source source) {
        this.source = source;
    }

    /// What a look at the database found.
    ///
    /// @param missing what somebody else has to make first; empty if an engine can be started
    /// @param slot    the state of the source's replication slot
    record Finding(Optional<String> missing, Slot slot) {
        private static Finding notYet(String missing) {
            return new Finding(Optional.of(missing), Slot.UNKNOWN);
        }
    }

    /// States of a replication slot.
    enum Slot {
        UNKNOWN,
        ABSENT,
        PRESENT,
        /// PostgreSQL has dropped log that the slot needed: it can never be read from again.
        LOST
    }

    /// Looks whether an engine could work here.
    Finding look() {
        try (var connection = connect()) {
            if (!"logical".equals(text(connection, "SHOW wal_level"))) {
                return Finding.notYet("PostgreSQL runs without wal_level=logical");
            }
            var publications =
                    "SELECT count(*) FROM pg_publication WHERE pubname = '%s'".formatted(source.publication());
            if ("0".equals(text(connection, publications))) {
                return Finding.notYet("publication %s is not there yet (the service's migration makes it)"
                        .formatted(source.publication()));
            }
            return new Finding(Optional.empty(), slot(connection));
        } catch (SQLException failed) {
            return Finding.notYet("database cannot be reached: " + firstLine(failed));
        }
    }

    private Slot slot(Connection connection) throws SQLException {
        var query = "SELECT coalesce((SELECT coalesce(wal_status, 'reserved') FROM pg_replication_slots"
                + " WHERE slot_name = '%s'), 'absent')".formatted(source.slot());
        return switch (text(connection, query)) {
            case "absent" -> Slot.ABSENT;
            case "lost" -> Slot.LOST;
            default -> Slot.PRESENT;
        };
    }

    /// Drops the slot; PostgreSQL refuses if somebody reads from it.
    void dropSlot() throws SQLException {
        try (var connection = connect()) {
            text(connection, "SELECT pg_drop_replication_slot('%s')".formatted(source.slot()));
        }
    }

    /// Bytes of write-ahead log between the server's end and what this slot has confirmed; empty if there is no slot.
    OptionalLong lagBytes() throws SQLException {
        var query = "SELECT coalesce((SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint"
                + " FROM pg_replication_slots WHERE slot_name = '%s'), -1)".formatted(source.slot());
        try (var connection = connect()) {
            var lag = Long.parseLong(text(connection, query));
            return lag < 0 ? OptionalLong.empty() : OptionalLong.of(lag);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", source.user());
        properties.setProperty("password", source.password());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("loginTimeout", "4");
        properties.setProperty("ApplicationName", "outbox-relay");
        return DriverManager.getConnection(source.jdbcUrl(), properties);
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            var value = result.getString(1);
            return value == null ? "" : value;
        }
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
