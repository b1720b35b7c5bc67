package io.highwater.runner.redis;

import io.highwater.runner.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/// A Redis server in a directory of its own, on loopback only. It is a cache: nothing is lost with its data.
public final class RedisServer {
    private final Path directory;
    private final Path settings;
    private final int port;

    /// @param settings a `redis.conf`
    public RedisServer(Path directory, Path settings, int port) {
        this.directory = directory;
        this.settings = settings;
        this.port = port;
    }

    /// Unpacks the program where that has not been done; returns the command to execute.
    public List<String> prepare() {
        Path program = directory.resolve("redis-server");
        if (!Files.exists(program)) {
            unpack(program);
        }
        return List.of(
                program.toString(),
                settings.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString());
    }

    private static void unpack(Path program) {
        try {
            Path unpacked = ExecutableProvider.newJarResourceProvider().get().toPath();
            Path half = program.resolveSibling("redis-server.new");
            Files.copy(unpacked, half, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(half, program, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PlatformException("cannot unpack Redis into " + program + ": " + e.getMessage(), e);
        }
    }
}
