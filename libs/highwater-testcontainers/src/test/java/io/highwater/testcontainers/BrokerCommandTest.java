package io.highwater.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerCommandTest {
    @Test
    void eachListenerIsAdvertisedAsItsOwnClientsReachIt() {
        var line = command(Map.of()).line();

        assertThat(line).startsWith("exec 'start' 'broker-server' ").endsWith(" \"$@\"\n");
        assertThat(line)
                .contains("'--override' 'advertised.listeners=CONTAINERS://broker:9092,MACHINE://localhost:40123'")
                .contains("'--override' 'listeners=CONTAINERS://0.0.0.0:9092,MACHINE://0.0.0.0:19092'");
    }

    @Test
    void aValueReachesTheBrokerAsItIs() {
        assertThat(command(Map.of("key", "it's $HOME")).line()).contains("'--override' 'key=it'\\''s $HOME'");
    }

    private static BrokerCommand command(Map<String, String> config) {
        return new BrokerCommand(List.of("start", "broker-server"), "localhost:40123", "broker:9092", config);
    }
}
