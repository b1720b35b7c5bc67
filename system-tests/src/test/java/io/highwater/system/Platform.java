package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The whole platform, started once for all tests of this module and taken down when their JVM ends.
final class Platform {
    /// Away from a platform that the developer may be running.
    private static final int PORT_OFFSET = 3_000;

    private static final Duration START = Duration.ofMinutes(5);
    private static final Path DATA = Path.of(System.getProperty("platform.data"));

    private Platform() {}

    /// The running platform.
    static Platform running() {
        return Holder.RUNNING;
    }

    int port(int usual) {
        return usual + PORT_OFFSET;
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
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() ->
                        pid(service) != pid && ProcessHandle.of(pid(service)).isPresent());
    }

    String log(String service) {
        try {
            return Files.readString(DATA.resolve("logs").resolve(service + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long pid(String service) {
        try {
            return Long.parseLong(Files.readString(DATA.resolve("run").resolve(service + ".pid"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Platform start() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run(Duration.ofMinutes(1), List.of("down"))));
        Result up = run(START, List.of("up", "--detach"));
        assertThat(up.exitCode()).as("up --detach: %s", up.output()).isZero();
        return new Platform();
    }

    private static Result run(Duration limit, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("runner.jar")).normalize().toString()));
        command.addAll(arguments);
        command.addAll(List.of("--data", DATA.toString(), "--port-offset", String.valueOf(PORT_OFFSET)));
        try {
            Files.createDirectories(DATA);
            Path output = Files.createTempFile("runner", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(Path.of(System.getProperty("repository.root"))
                            .toRealPath()
                            .toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
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

    /// What a call of the runner printed and how it ended.
    record Result(int exitCode, String output) {}

    private static final class Holder {
        static final Platform RUNNING = start();
    }
}
