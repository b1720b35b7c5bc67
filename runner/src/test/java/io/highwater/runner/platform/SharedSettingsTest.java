package io.highwater.runner.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSettingsTest {
    @Test
    void theEnvironmentWinsOverTheFile() {
        SharedSettings settings = SharedSettings.read(Map.of("HIGHWATER_PORT_ORDER_SERVICE", "4711"));

        assertThat(settings.port(Ports.ORDER)).isEqualTo(4_711);
        assertThat(settings.heap(Ports.ORDER))
                .isEqualTo(SharedSettings.read(Map.of()).heap(Ports.ORDER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "many", "-1"})
    void whatIsNoPortIsRefusedByItsVariablesName(String port) {
        SharedSettings settings = SharedSettings.read(Map.of("HIGHWATER_PORT_REDIS", port));

        assertThatThrownBy(() -> settings.port(Ports.REDIS))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("HIGHWATER_PORT_REDIS is '" + port + "'");
    }

    @Test
    void whatIsNoSizeIsRefusedByItsVariablesName() {
        SharedSettings settings = SharedSettings.read(Map.of("HIGHWATER_HEAP_BROKER", "128"));

        assertThatThrownBy(() -> settings.heap(Ports.BROKER))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("HIGHWATER_HEAP_BROKER is '128'");
    }
}
