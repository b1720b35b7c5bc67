package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kafkajs, which speaks no flexible version at all: the low end of what we advertise.
class KafkaJsIT {
    private static final int COUNT = 100;

    @TempDir
    Path directory;

    @Test
    void producesConsumesInAGroupAndAdministers() throws IOException, InterruptedException {
        Path modules = installKafkaJs();
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Command run = Command.installed(
                            "",
                            Map.of(
                                    "KAFKAJS",
                                    modules.resolve("node_modules/kafkajs").toString()),
                            List.of(
                                    "node",
                                    modules.resolve("round-trip.js").toString(),
                                    broker.bootstrapServers(),
                                    "from-node",
                                    String.valueOf(COUNT)))
                    .succeeded();

            JsonNode result = new ObjectMapper().readTree(run.lines().getLast());

            assertThat(result.get("created").asBoolean()).isTrue();
            var values = new HashSet<String>();
            result.get("seen").forEach(record -> values.add(record.get("value").asText()));
            assertThat(values)
                    .isEqualTo(IntStream.range(0, COUNT)
                            .mapToObj(i -> "value-" + i)
                            .collect(Collectors.toSet()));
            assertThat(result.get("seen"))
                    .allSatisfy(record -> assertThat(record.get("value").asText())
                            .isEqualTo("value-" + record.get("number").asText()));
            assertThat(result.get("ends").asInt()).isEqualTo(COUNT);
            assertThat(result.get("committed").asInt()).isEqualTo(COUNT);
            assertThat(result.get("listed").asBoolean()).isTrue();
            assertThat(result.get("configs").asInt()).isGreaterThan(20);
            assertThat(result.get("retention").asText()).isEqualTo("3600000");
            assertThat(result.get("deleted").asBoolean()).isTrue();
        }
    }

    /// Installs the pinned kafkajs below `target`, once.
    private static Path installKafkaJs() throws IOException, InterruptedException {
        Path sources = Path.of(System.getProperty("kafkajs.directory"));
        Path target = Path.of(System.getProperty("work.directory"), "kafkajs");
        Files.createDirectories(target);
        for (String file : List.of("package.json", "round-trip.js")) {
            Files.writeString(target.resolve(file), Files.readString(sources.resolve(file)));
        }
        if (!Files.exists(target.resolve("node_modules/kafkajs/package.json"))) {
            Command.installed(
                            "",
                            Map.of(),
                            List.of(
                                    "npm",
                                    "install",
                                    "--prefix",
                                    target.toString(),
                                    "--no-package-lock",
                                    "--no-audit",
                                    "--no-fund"))
                    .succeeded();
        }
        return target;
    }
}
