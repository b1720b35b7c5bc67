package io.highwater.testing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nodes are real ones; a cluster is started once a case.
class ApacheKafkaIT {
    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"ann\" password=\"secret\";";

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenOutlivesAKillOfTheOnlyNode() throws Exception {
        try (var kafka = ApacheKafka.start(ApacheKafkaSettings.in(directory))) {
            createTopic(kafka, Map.of(), 1);
            long pid = kafka.node(1).pid();

            kafka.node(1).kill();
            kafka.node(1).start();

            assertThat(kafka.node(1).pid()).isNotEqualTo(pid);
            assertThat(topics(kafka, Map.of())).contains("kept");
            assertThat(kafka.node(1).data().resolve("kept-0")).isDirectory();
        }
    }

    @Test
    void scramIsASetting() throws Exception {
        Map<String, Object> ann = Map.of(
                "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512", "sasl.jaas.config", JAAS);
        var settings = ApacheKafkaSettings.in(directory)
                .withClientProtocol("SASL_PLAINTEXT")
                .withProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .withProperty(
                        "listener.name.client.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .withFormatArguments("--add-scram", "SCRAM-SHA-512=[name=ann,password=secret]")
                .withClientProperty("sasl.mechanism", "SCRAM-SHA-512")
                .withClientProperty("sasl.jaas.config", JAAS);
        try (var kafka = ApacheKafka.start(settings)) {
            createTopic(kafka, ann, 1);

            assertThat(topics(kafka, ann)).contains("kept");
        }
    }

    @Test
    void threeNodesGoOnWithoutOneOfThem() throws Exception {
        try (var kafka = ApacheKafka.start(ApacheKafkaSettings.in(directory).withNodes(3))) {
            createTopic(kafka, Map.of(), 3);

            kafka.node(2).kill();

            assertThat(topics(kafka, Map.of())).contains("kept");
            kafka.node(2).start();
            assertThat(kafka.nodes()).allMatch(ApacheKafkaNode::isRunning);
        }
    }

    private static void createTopic(ApacheKafka kafka, Map<String, Object> client, int replicas) throws Exception {
        try (var admin = admin(kafka, client)) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(1), Optional.of((short) replicas))))
                    .all()
                    .get();
        }
    }

    private static Iterable<String> topics(ApacheKafka kafka, Map<String, Object> client) throws Exception {
        try (var admin = admin(kafka, client)) {
            return admin.listTopics().names().get();
        }
    }

    private static Admin admin(ApacheKafka kafka, Map<String, Object> client) {
        var settings = new HashMap<>(client);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return Admin.create(settings);
    }
}
