package io.highwater.testing.server;

import io.highwater.testing.Postgres;
import io.highwater.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/// PostgreSQL in a container.
public final class PostgresContainer {
    private static final int PORT = 5432;
    // Over TCP: while the image creates its first database, the server listens on its socket only.
    private static final String PING = "pg_isready -h 127.0.0.1 -U " + Postgres.SUPERUSER;

    private PostgresContainer() {}

    /// @param settings as in `postgresql.conf`
    public static TestServer start(String image, Map<String, String> settings) {
        return ContainerServer.start(
                PORT,
                Wait.forSuccessfulCommand(PING),
                () -> new GenericContainer<>(image)
                        .withEnv("POSTGRES_PASSWORD", Postgres.SUPERUSER)
                        .withCommand(command(settings)));
    }

    private static String[] command(Map<String, String> settings) {
        var command = new ArrayList<>(List.of("postgres"));
        settings.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return command.toArray(String[]::new);
    }
}
