package io.highwater.testing;

import io.highwater.broker.server.Broker;
import io.highwater.broker.server.config.BrokerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/// One broker per JVM on a free port; or, when `HIGHWATER_BOOTSTRAP_SERVERS` names a cluster, that one. Started
/// by the first use; ends with the JVM.
public final class TestBroker {
    private static final String BOOTSTRAP_SERVERS = start();

    private TestBroker() {}

    public static String bootstrapServers() {
        return BOOTSTRAP_SERVERS;
    }

    /// Points the services started by this JVM's tests at this broker. For a static initializer of the test class.
    public static void useForServices() {
        System.setProperty("highwater.bootstrap-servers", bootstrapServers());
    }

    private static String start() {
        var given = System.getenv("HIGHWATER_BOOTSTRAP_SERVERS");
        return given == null ? startOwn() : given;
    }

    private static String startOwn() {
        try {
            var directory = Files.createTempDirectory("highwater-test-broker");
            var broker = Broker.start(BrokerConfig.of(Map.of(
                    "listeners", "PLAINTEXT://localhost:0",
                    "log.dirs", directory.toString(),
                    "highwater.http.port", "-1")));
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            return broker.bootstrapServers();
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the broker's logs", e);
        }
    }
}
