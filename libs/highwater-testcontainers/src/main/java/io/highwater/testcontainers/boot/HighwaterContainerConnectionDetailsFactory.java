package io.highwater.testcontainers.boot;

import io.highwater.testcontainers.HighwaterContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/// Makes `@ServiceConnection` on a [HighwaterContainer] the place where Spring Kafka connects to.
final class HighwaterContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<HighwaterContainer, KafkaConnectionDetails> {
    HighwaterContainerConnectionDetailsFactory() {
        super(ANY_CONNECTION_NAME, "org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails");
    }

    @Override
    protected KafkaConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<HighwaterContainer> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<HighwaterContainer>
            implements KafkaConnectionDetails {
        private Details(ContainerConnectionSource<HighwaterContainer> source) {
            super(source);
        }

        @Override
        public List<String> getBootstrapServers() {
            return List.of(getContainer().getBootstrapServers());
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return super.getSslBundle();
        }

        @Override
        public String getSecurityProtocol() {
            return "PLAINTEXT";
        }
    }
}
