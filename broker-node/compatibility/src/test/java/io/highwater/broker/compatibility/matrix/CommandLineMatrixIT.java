package io.highwater.broker.compatibility.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.compatibility.BrokerProcess;
import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every case of the tables in `src/test/resources/matrix` ends on our broker as on an Apache Kafka node, which is
/// started beside it.
class CommandLineMatrixIT {
    @TempDir
    static Path directory;

    private static BrokerProcess ours;
    private static ApacheKafka reference;
    private static Matrix matrix;

    @BeforeAll
    static void startBoth() throws IOException, InterruptedException {
        reference = ApacheKafka.start(Node.SETTINGS.entrySet().stream()
                .reduce(
                        // Eligible leader replicas are for clusters; they would add a setting to every topic.
                        ApacheKafkaSettings.in(directory.resolve("apache-kafka"))
                                .withFormatArguments("--feature", "eligible.leader.replicas.version=0"),
                        (settings, setting) -> settings.withProperty(setting.getKey(), setting.getValue()),
                        (first, _) -> first));
        ours = BrokerProcess.start(
                Files.createDirectories(directory.resolve("highwater")),
                Node.SETTINGS.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        matrix = new Matrix(
                new Node("highwater", ours.bootstrapServers(), ours.logDirectory(), work("highwater-work")),
                new Node(
                        "apache-kafka",
                        reference.bootstrapServers(),
                        reference.node(1).data(),
                        work("apache-kafka-work")));
    }

    @AfterAll
    static void stopBoth() throws InterruptedException {
        matrix.close();
        ours.close();
        reference.close();
    }

    @TestFactory
    Stream<DynamicContainer> everyCaseEndsAsOnApacheKafka() throws IOException {
        return tables().stream()
                .map(table -> DynamicContainer.dynamicContainer(
                        table.name(),
                        table.cases().stream()
                                .map(asked -> DynamicTest.dynamicTest(
                                        asked.name(), () -> endsTheSame(table.name(), asked)))));
    }

    private static void endsTheSame(String table, Case asked) throws IOException, InterruptedException {
        var excuse = Differences.known(table, asked.name());
        if (excuse.isPresent()) {
            boolean gone = matrix.playOnce(asked).agree();
            System.out.printf(
                    "known difference: %s, %s: %s%s%n",
                    table, asked.name(), excuse.get(), gone ? " (gone by now: take it off the list)" : "");
            return;
        }

        Matrix.Answers answers = matrix.play(asked);

        assertThat(answers.ours()).as(asked.toString()).isEqualTo(answers.reference());
    }

    private static List<Table> tables() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("matrix.directory")))) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream().map(Table::read).toList();
        }
    }

    private static Path work(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }
}
