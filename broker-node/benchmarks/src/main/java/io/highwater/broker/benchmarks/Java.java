package io.highwater.broker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs of this class path as processes of their own.
final class Java {
    private Java() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /// Runs a main class to its end and returns what it printed, which is also left in `output`.
    static String run(Path output, String mainClass, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                executable(), "-Xmx512m", "-XX:+UseG1GC", "--sun-misc-unsafe-memory-access=allow", "-cp", classPath()));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String printed = Files.readString(output);
        if (exitCode != 0) {
            throw new IOException(mainClass + " ended with " + exitCode + ": " + printed);
        }
        return printed;
    }
}
