package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A whole platform, started by the runner as its users do.
final class Platform implements AutoCloseable {
    /// Away from a platform that the developer may be running; those that run beside each other need
    /// their own.
    private static final int PORT_OFFSET = Integer.getInteger("platform.port.offset", 3_000);

    private static final Duration START = Duration.ofMinutes(9);
    private static final String HEALTH_TIMEOUT_SECONDS = "480";
    private static final AtomicReference<@Nullable Platform> SHARED = new AtomicReference<>();

    private final Path data;
    private final int portOffset;
    private final Cluster cluster;

    private Platform(Path data, int portOffset, Cluster cluster) {
        this.data = data;
        this.portOffset = portOffset;
        this.cluster = cluster;
    }

    /// The one that all tests share, on the cluster that the build asked for. Started by the first use.
    static Platform running() {
        return Holder.RUNNING;
    }

    /// One of a test's own, on the bundled broker.
    static Platform startBundled(Path data, int portOffset) {
        return start(data, PORT_OFFSET + portOffset, new BundledBroker());
    }

    /// An empty folder for what a test starts, beside that of the shared platform.
    static Path emptyFolder(String name) {
        Path folder = Path.of(System.getProperty("platform.data")).resolveSibling(name);
        try {
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Cluster cluster() {
        return cluster;
    }

    int port(int usual) {
        return usual + portOffset;
    }

    /// One call of the runner, to its end.
    Result runner(Duration limit, String... arguments) {
        return run(limit, List.of(arguments));
    }

    /// kill -9. The runner notices and starts the process again.
    void kill(String service) {
        long pid = pid(service);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().alias(service + " is started again")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() ->
                        pid(service) != pid && ProcessHandle.of(pid(service)).isPresent());
    }

    String log(String service) {
        try {
            return Files.readString(data.resolve("logs").resolve(service + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops it and its cluster. The data stays for the curious.
    @Override
    public void close() {
        try (cluster) {
            run(Duration.ofMinutes(2), List.of("down"));
        }
    }

    private long pid(String service) {
        try {
            return Long.parseLong(Files.readString(data.resolve("run").resolve(service + ".pid"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Platform start(Path data, int portOffset, Cluster cluster) {
        System.out.println("The platform runs on: " + cluster.name());
        var platform = new Platform(data, portOffset, cluster);
        Result up = platform.run(
                START, List.of("up", "--detach", "--no-class-archives", "--health-timeout", HEALTH_TIMEOUT_SECONDS));
        if (up.exitCode() != 0) {
            platform.close();
        }
        assertThat(up.exitCode()).as("up --detach: %s", up.output()).isZero();
        return platform;
    }

    private Result run(Duration limit, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                Path.of(System.getProperty("runner.jar")).normalize().toString()));
        command.addAll(arguments);
        command.addAll(List.of("--data", data.toString(), "--port-offset", String.valueOf(portOffset)));
        try {
            Files.createDirectories(data);
            Path output = Files.createTempFile("runner", ".out");
            var builder = new ProcessBuilder(command)
                    .directory(Path.of(System.getProperty("repository.root"))
                            .toRealPath()
                            .toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(cluster.environment());
            Process process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "still running after " + limit + ": " + command + "\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// For [PlatformLifecycle]: what all tests shared is not needed any more.
    static void closeShared() {
        Platform shared = SHARED.getAndSet(null);
        if (shared != null) {
            shared.close();
        }
    }

    /// What a call of the runner printed and how it ended.
    record Result(int exitCode, String output) {}

    private static final class Holder {
        static final Platform RUNNING = startConfigured();

        private static Platform startConfigured() {
            Path data = Path.of(System.getProperty("platform.data"));
            // Only for a run that is broken off: PlatformLifecycle comes first.
            Runtime.getRuntime().addShutdownHook(new Thread(Platform::closeShared));
            Platform started = start(data, PORT_OFFSET, Cluster.asConfigured(data.resolve("apache-kafka")));
            SHARED.set(started);
            return started;
        }
    }
}
