package io.highwater.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.MountableFile;

/// The broker's image in containers.
@NeedsEngine
class HighwaterContainerIT {
    private static final Network NETWORK = Network.newNetwork();

    private static HighwaterContainer broker;

    @BeforeAll
    static void startBroker() {
        broker = new HighwaterContainer(PackagedBroker.imageName())
                .withNetwork(NETWORK)
                .withNetworkAliases("broker")
                .withConfig("num.partitions", "6");
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
        NETWORK.close();
    }

    @Test
    void clientsOfThisMachineReachIt() throws Exception {
        assertThat(RoundTrip.of(broker.getBootstrapServers(), "machine")).isEqualTo("a record");
    }

    @Test
    void clientsInItsNetworkReachItByItsAlias() throws Exception {
        assertThat(broker.getNetworkBootstrapServers()).isEqualTo("broker:9092");
        try (var client = client(broker.getNetworkBootstrapServers())) {
            client.start();

            assertThat(client.getLogs()).contains("came back: a record");
        }
    }

    @Test
    void itsConfigurationIsTheUsers() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.getBootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic("configured", Optional.empty(), Optional.empty())))
                    .all()
                    .get();

            var topic = admin.describeTopics(Set.of("configured"))
                    .allTopicNames()
                    .get()
                    .get("configured");
            assertThat(topic.partitions()).hasSize(6);
        }
    }

    @Test
    void itsMetricsCanBeRead() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(broker.getMetricsUrl())).build();

            assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("# TYPE ");
        }
    }

    @Test
    void aKeyThatTheBrokerDoesNotKnowFailsTheStartWithItsWords() {
        try (var misconfigured = new HighwaterContainer(PackagedBroker.imageName()).withConfig("num.partition", "6")) {
            assertThatThrownBy(misconfigured::start)
                    .isInstanceOf(ContainerLaunchException.class)
                    .hasMessageContaining("the broker ended, and said:")
                    .hasMessageContaining("num.partition");
        }
    }

    @Test
    void aMissingImageFailsTheStartWithTheCommandThatBuildsIt() {
        try (var missing = new HighwaterContainer("highwater/broker:never-built")) {
            assertThatThrownBy(missing::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("there is no image highwater/broker:never-built")
                    .hasMessageContaining("docker build --target broker --tag highwater/broker:never-built .");
        }
    }

    @Test
    void aPortThatSomebodyHasFailsTheStartByName() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var fixed = new HighwaterContainer(PackagedBroker.imageName())) {
            fixed.setPortBindings(List.of("127.0.0.1:%d:19092".formatted(taken.getLocalPort())));

            assertThatThrownBy(fixed::start)
                    .isInstanceOf(ContainerLaunchException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    /// A container that runs [RoundTrip] and ends; the broker's image has the JVM for it.
    private static GenericContainer<?> client(String bootstrapServers) {
        var program = RoundTrip.class.getName().replace('.', '/') + ".class";
        return new GenericContainer<>(PackagedBroker.imageName())
                .withNetwork(NETWORK)
                .withCopyFileToContainer(MountableFile.forClasspathResource(program), "/client/classes/" + program)
                .withCopyFileToContainer(jarOf(KafkaProducer.class), "/client/kafka-clients.jar")
                .withCopyFileToContainer(jarOf(Logger.class), "/client/slf4j-api.jar")
                .withCreateContainerCmdModifier(create -> create.withEntrypoint("java", "-XX:+UseSerialGC", "-Xmx128m"))
                .withCommand(
                        "-cp", "/client/classes:/client/*", RoundTrip.class.getName(), bootstrapServers, "containers")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(2)));
    }

    private static MountableFile jarOf(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource().getLocation();
        return MountableFile.forHostPath(Path.of(URI.create(source.toString())));
    }
}
