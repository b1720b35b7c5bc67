package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The packaged broker as users start it: `java -jar broker-server.jar`. Keeps its port and data over restarts.
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private final int httpPort;
    private final List<String> overrides;
    private Process process;

    private BrokerProcess(Path directory, List<String> overrides) {
        this.directory = directory;
        this.overrides = overrides;
        port = freePort();
        httpPort = freePort();
        process = launch();
    }

    public static BrokerProcess start(Path directory, String... overrides) {
        var broker = new BrokerProcess(directory, List.of(overrides));
        broker.awaitListening();
        return broker;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    public Path logDirectory() {
        return directory.resolve("data");
    }

    /// What a power cut does to a process: no shutdown hook, no flush.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void restart() {
        process = launch();
        awaitListening();
    }

    /// Ends it as an operator would, with SIGTERM; returns its exit code.
    public int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /// The value of a metric, summed over its labels.
    double metric(String name) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            String text = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            var samples = text.lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                    .toList();
            assertThat(samples).as("samples of %s in%n%s", name, text).isNotEmpty();
            return samples.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    String output() {
        try {
            return Files.readString(directory.resolve("broker.out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }

    private Process launch() {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                Path.of(System.getProperty("broker.jar")).normalize().toString(),
                "--override",
                "listeners=PLAINTEXT://127.0.0.1:" + port,
                "--override",
                "highwater.http.port=" + httpPort,
                "--override",
                "log.dirs=" + logDirectory()));
        overrides.forEach(override -> command.addAll(List.of("--override", override)));
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("broker.out").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening() {
        await().atMost(START).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(process.isAlive()).as("broker died: %s", output()).isTrue();
            return connects().isPresent();
        });
    }

    private Optional<Boolean> connects() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return Optional.of(true);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
