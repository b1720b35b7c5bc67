package io.highwater.testing.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Apache Kafka's jars as Maven resolved them for this module: broker, command-line tools and a logger for them.
public final class PublishedJars {
    private static final String LIST = "class-path.txt";

    private PublishedJars() {}

    /// For `java -cp`.
    public static String classPath() {
        try (var list = PublishedJars.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException(
                        LIST + " is missing beside this class: the build writes it in its phase generate-resources");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + LIST, e);
        }
    }

    /// The `java` of this JVM.
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// How to run one of Apache Kafka's main classes, such as `org.apache.kafka.tools.TopicCommand`.
    ///
    /// @param jvmArguments heap, collector and system properties
    public static List<String> command(List<String> jvmArguments, String mainClass, String... arguments) {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(jvmArguments);
        command.addAll(List.of(
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                "-cp",
                classPath(),
                mainClass));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    /// Runs one to its end and returns what it printed, which is also left in `output`.
    ///
    /// @throws IOException when it ends with another exit code than 0; the message has all that it printed
    public static String run(Path output, List<String> jvmArguments, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder(command(jvmArguments, mainClass, arguments))
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
