package io.highwater.testing.server;

import io.highwater.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// PostgreSQL from binaries on the class path, in a folder of its own.
public final class EmbeddedPostgresServer implements TestServer {
    private final Path folder;
    private final Map<String, String> settings;
    private final int port;
    private EmbeddedPostgres postgres;

    private EmbeddedPostgresServer(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.settings = Map.copyOf(settings);
        this.port = FreePort.find();
        this.postgres = launch();
    }

    /// @param settings as in `postgresql.conf`
    public static TestServer start(Map<String, String> settings) {
        try {
            var server = new EmbeddedPostgresServer(Files.createTempDirectory("highwater-test-postgres"), settings);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start PostgreSQL", e);
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                // It starts again on what it left; close() cleans up.
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port);
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public synchronized void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not stop PostgreSQL", e);
        }
    }

    @Override
    public synchronized void startAgain() {
        try {
            postgres = launch();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start PostgreSQL again", e);
        }
    }

    @Override
    public synchronized void close() {
        stop();
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
