package io.highwater.runner.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void anOffsetMovesEveryPortButThoseThatAreGiven() {
        Ports ports = Ports.of(1_000, Map.of("broker", 5_555));

        assertThat(ports.of("order-service")).isEqualTo(9_081);
        assertThat(ports.of("broker")).isEqualTo(5_555);
    }

    @Test
    void aPartThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Ports.of(0, Map.of("brokre", 5_555)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("'brokre'")
                .hasMessageContaining("broker");
    }

    @Test
    void aTakenPortIsNamedWithWhoNeedsItAndWhatToDo() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(Map.of("broker", other.getLocalPort()), "");

            assertThat(ports.taken())
                    .singleElement()
                    .asString()
                    .contains("port " + other.getLocalPort(), "broker needs", "--port broker=", "--port-offset");
        }
    }

    @Test
    void aBrokerThatIsLeftOutNeedsNoPort() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(Map.of("broker", other.getLocalPort()), "kafka:9092");

            assertThat(ports.taken()).isEmpty();
            assertThat(ports.effectiveBootstrapServers()).isEqualTo("kafka:9092");
        }
    }
}
