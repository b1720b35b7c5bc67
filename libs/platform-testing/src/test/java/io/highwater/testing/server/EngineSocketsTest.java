package io.highwater.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSocketsTest {
    @TempDir
    private Path folder;

    @Test
    void anEngineThatIsNamedButSilentIsReportedByThatName() {
        assertThat(named("unix://" + folder.resolve("nobody.sock")).silence())
                .hasValue("no Docker engine answers at DOCKER_HOST=unix://" + folder.resolve("nobody.sock"));
        assertThat(named("tcp://127.0.0.1:1").silence())
                .hasValue("no Docker engine answers at DOCKER_HOST=tcp://127.0.0.1:1");
        assertThat(named("no address").silence()).hasValue("no Docker engine answers at DOCKER_HOST=no address");
    }

    @Test
    void aSocketThatIsListenedAtIsWorthAsking() throws IOException {
        var socket = folder.resolve("engine.sock");
        try (var engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));

            assertThat(named("unix://" + socket).silence()).isEmpty();
        }

        assertThat(named("unix://" + socket).silence()).isPresent();
    }

    @Test
    void whatTheUserToldTestcontainersIsLeftToTestcontainers() {
        var sockets = new EngineSockets(Map.of(), folder, Map.of("docker.host", "tcp://127.0.0.1:1"));

        assertThat(sockets.silence()).isEmpty();
    }

    private EngineSockets named(String address) {
        return new EngineSockets(Map.of("DOCKER_HOST", address), folder, Map.of());
    }
}
