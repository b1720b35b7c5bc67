package io.highwater.runner.postgres;

import io.highwater.runner.platform.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL server with logical replication in a directory of its own. Trusts every connection, so it listens on
/// loopback only.
public final class PostgresServer {
    private final Path directory;
    private final Path settings;
    private final int port;

    /// @param settings a `postgresql.conf`
    public PostgresServer(Path directory, Path settings, int port) {
        this.directory = directory;
        this.settings = settings;
        this.port = port;
    }

    /// Unpacks the binaries and initialises the storage where that has not been done; returns the command to execute.
    public List<String> prepare() {
        Path programs = PostgresBinaries.unpackOnce(directory.resolve("binaries"));
        Path data = directory.resolve("data");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(programs, data);
        }
        return asUnprivileged(
                programs.resolve("bin/postgres"),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "config_file=" + settings,
                "-c",
                "listen_addresses=localhost",
                "-c",
                "unix_socket_directories=");
    }

    private static void initialise(Path programs, Path data) {
        var command = asUnprivileged(
                programs.resolve("bin/initdb"), "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF-8");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new PlatformException("PostgreSQL could not create its storage in " + data + ":\n" + output);
            }
        } catch (IOException e) {
            throw new PlatformException("PostgreSQL's initdb could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("interrupted while PostgreSQL created its storage", e);
        }
    }

    /// PostgreSQL refuses to run as root. A user namespace of its own takes root's identity away, not its files.
    private static List<String> asUnprivileged(Path program, String... arguments) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root") && Files.exists(Path.of("/proc/self/ns/user"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
