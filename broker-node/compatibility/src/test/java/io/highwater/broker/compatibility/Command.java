package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Runs a program of somebody else to its end and keeps what it printed.
public record Command(int exitCode, String output) {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// Runs one of Apache Kafka's own tools by its main class.
    public static Command kafka(String mainClass, String... arguments) throws IOException, InterruptedException {
        return kafkaWithInput("", mainClass, arguments);
    }

    static Command kafkaWithInput(String input, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return run(input, Map.of(), command);
    }

    /// Runs a program from the PATH. Where it is not installed the test is reported as skipped, unless this is the
    /// gate (`CI` is set), which must have installed it.
    static Command installed(String input, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        if (!isInstalled(command.getFirst())) {
            assertThat(System.getenv("CI"))
                    .as("%s must be installed on the gate's machine", command.getFirst())
                    .isNull();
            Assumptions.abort(command.getFirst() + " is not installed");
        }
        return run(input, environment, command);
    }

    public Command succeeded() {
        assertThat(exitCode).as(output).isZero();
        return this;
    }

    public List<String> lines() {
        return output.lines().filter(line -> !line.isBlank()).toList();
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Command run(String input, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path in = Files.createTempFile("command", ".in");
        Path out = Files.createTempFile("command", ".out");
        try {
            Files.writeString(in, input);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + LIMIT + ": " + String.join(" ", command) + "\n"
                        + Files.readString(out));
            }
            return new Command(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
