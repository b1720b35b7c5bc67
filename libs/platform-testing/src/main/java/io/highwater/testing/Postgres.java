package io.highwater.testing;

import io.highwater.testing.server.EmbeddedPostgresServer;
import io.highwater.testing.server.PostgresContainer;
import io.highwater.testing.server.Source;
import java.util.Map;

/// PostgreSQL for tests, from a container or from embedded binaries; [Source] chooses.
public final class Postgres {
    /// The superuser's name and password.
    public static final String SUPERUSER = "postgres";

    private Postgres() {}

    /// @param settings as in `postgresql.conf`, such as `wal_level`
    public static TestServer start(Map<String, String> settings) {
        return new Source("PostgreSQL", "postgres", "postgres:18")
                .start(image -> PostgresContainer.start(image, settings), () -> EmbeddedPostgresServer.start(settings));
    }

    /// URL of a database of `server`, whoever created it.
    public static String jdbcUrl(TestServer server, String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), database);
    }
}
