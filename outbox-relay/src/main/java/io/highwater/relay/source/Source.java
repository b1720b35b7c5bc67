package io.highwater.relay.source;

import java.util.regex.Pattern;

/// A database whose outbox is relayed.
///
/// @param name  how the relay calls it: in its endpoint, metrics, logs and in the name of its position file
/// @param slot  the replication slot; it is also the lease: a second relay on the same slot waits
/// @param table schema and name; a partitioned table's root
public record Source(
        String name,
        String host,
        int port,
        String database,
        String user,
        String password,
        String slot,
        String publication,
        String table) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,40}");
    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

    public Source {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "highwater.relay.sources: a name is made of a-z, 0-9, _ and -, but there is '%s'".formatted(name));
        }
        if (!SLOT.matcher(slot).matches()) {
            throw new IllegalArgumentException(
                    "highwater.relay.sources.%s.slot: PostgreSQL allows a-z, 0-9 and _ (63 at most), not '%s'"
                            .formatted(name, slot));
        }
    }

    /// The JDBC address of the database.
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    /// Without the password, which has no business in a log.
    @Override
    public String toString() {
        return "%s (%s, slot %s)".formatted(name, jdbcUrl(), slot);
    }
}
