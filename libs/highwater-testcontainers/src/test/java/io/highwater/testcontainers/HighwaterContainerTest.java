package io.highwater.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

/// What the class knows without an engine.
class HighwaterContainerTest {
    @Test
    void anotherProgramsImageIsRefusedByName() {
        assertThatThrownBy(() -> new HighwaterContainer("postgres:18"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("postgres:18")
                .hasMessageContaining("highwater/broker");
    }

    @Test
    void aCopyUnderAnotherNameCanBeDeclaredASubstitute() {
        var mirrored = DockerImageName.parse("mirror.example/broker:1").asCompatibleSubstituteFor("highwater/broker");

        try (var broker = new HighwaterContainer(mirrored)) {
            assertThat(broker.getExposedPorts()).containsExactly(9092, 19092, 9404);
        }
    }

    @Test
    void theListenersAreNotTheUsersToConfigure() {
        try (var broker = new HighwaterContainer()) {
            assertThatThrownBy(() -> broker.withConfig("advertised.listeners", "PLAINTEXT://localhost:9092"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("advertised.listeners is set by HighwaterContainer itself");
        }
    }

    @Test
    void withoutANetworkThereIsNoAddressForOtherContainers() {
        try (var broker = new HighwaterContainer()) {
            assertThatThrownBy(broker::getNetworkBootstrapServers)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(".withNetwork(network)");
        }
    }
}
