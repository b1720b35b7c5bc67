package io.highwater.testcontainers.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;

class PublishedPortTest {
    @Test
    void theListenerForTheMachineIsPreferred() {
        assertThat(PublishedPort.of(service(Map.of(), Map.of(9092, 30001, 19092, 30002))))
                .isEqualTo(30002);
    }

    @Test
    void aBrokerWithOneListenerIsReachedAtThat() {
        assertThat(PublishedPort.of(service(Map.of(), Map.of(9092, 30001)))).isEqualTo(30001);
    }

    @Test
    void theLabelDecides() {
        var service = service(Map.of("io.highwater.port", "9093"), Map.of(9092, 30001, 9093, 30003));

        assertThat(PublishedPort.of(service)).isEqualTo(30003);
    }

    @Test
    void aServiceThatPublishesNoneIsToldWhichToAdd() {
        assertThatThrownBy(() -> PublishedPort.of(service(Map.of(), Map.of(9404, 30004))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("compose service broker must publish port 19092 or 9092 of its container for clients on"
                        + " this machine; add it to its ports");
    }

    @Test
    void aLabelThatIsNoPortIsNamed() {
        assertThatThrownBy(() -> PublishedPort.of(service(Map.of("io.highwater.port", "kafka"), Map.of())))
                .hasMessage("label io.highwater.port of compose service broker must be a port but is \"kafka\"");
    }

    private static RunningService service(Map<String, String> labels, Map<Integer, Integer> published) {
        return new Service(labels, new Published(published));
    }

    private record Service(Map<String, String> labels, ConnectionPorts ports) implements RunningService {
        @Override
        public String name() {
            return "broker";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of("highwater/broker");
        }

        @Override
        public String host() {
            return "localhost";
        }

        @Override
        public Map<String, String> env() {
            return Map.of();
        }
    }

    private record Published(Map<Integer, Integer> ports) implements ConnectionPorts {
        @Override
        public int get(int containerPort) {
            if (!ports.containsKey(containerPort)) {
                throw new IllegalStateException("No host port mapping found for container port " + containerPort);
            }
            return ports.get(containerPort);
        }

        @Override
        public List<Integer> getAll() {
            return List.copyOf(ports.values());
        }

        @Override
        public List<Integer> getAll(String protocol) {
            return getAll();
        }
    }
}
