package io.highwater.testcontainers.boot;

import java.util.List;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/// Finds the broker among the services of a compose file by its image, `highwater/broker`, or by the label
/// `org.springframework.boot.service-connection: highwater/broker`.
final class HighwaterComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<KafkaConnectionDetails> {
    HighwaterComposeConnectionDetailsFactory() {
        super("highwater/broker", "org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails");
    }

    @Override
    protected KafkaConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails implements KafkaConnectionDetails {
        private final List<String> bootstrapServers;

        private Details(RunningService service) {
            super(service);
            bootstrapServers = List.of(service.host() + ":" + PublishedPort.of(service));
        }

        @Override
        public List<String> getBootstrapServers() {
            return bootstrapServers;
        }

        @Override
        public String getSecurityProtocol() {
            return "PLAINTEXT";
        }
    }
}
