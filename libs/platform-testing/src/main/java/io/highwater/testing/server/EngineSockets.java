package io.highwater.testing.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where an engine would listen, knocked at: a machine without one is told from one with it in a millisecond and a
/// sentence.
///
/// @param environment as of the process
/// @param home        of the user
/// @param properties  the user's settings of Testcontainers, which may name an engine as well
record EngineSockets(Map<String, String> environment, Path home, Map<String, String> properties) {
    private static final int KNOCK_MS = 2000;
    private static final int DOCKER_PORT = 2375;

    static EngineSockets ofThisMachine() {
        var settings = org.testcontainers.utility.TestcontainersConfiguration.getInstance()
                .getUserProperties();
        return new EngineSockets(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                settings.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, settings::getProperty)));
    }

    /// Empty if somebody listens, or if only Testcontainers can tell; else why there is no engine.
    Optional<String> silence() {
        if (properties.containsKey("docker.host") || properties.containsKey("tc.host") || onWindows()) {
            return Optional.empty();
        }
        var named = environment.getOrDefault("DOCKER_HOST", "");
        if (!named.isBlank()) {
            return answers(named) ? Optional.empty() : Optional.of("no Docker engine answers at DOCKER_HOST=" + named);
        }
        var usual = usualSockets();
        return usual.stream().anyMatch(EngineSockets::listens)
                ? Optional.empty()
                : Optional.of("no Docker engine is running: DOCKER_HOST is not set and nobody listens at "
                        + usual.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    private List<Path> usualSockets() {
        var sockets = new ArrayList<Path>();
        sockets.add(Path.of("/var/run/docker.sock"));
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .ifPresent(folder -> sockets.add(Path.of(folder, "docker.sock")));
        sockets.add(home.resolve(".docker/run/docker.sock"));
        sockets.add(home.resolve(".docker/desktop/docker.sock"));
        return sockets;
    }

    private static boolean answers(String address) {
        try {
            var uri = URI.create(address);
            return switch (String.valueOf(uri.getScheme())) {
                case "unix" -> listens(Path.of(uri.getPath()));
                case "tcp", "http", "https" -> listens(uri.getHost(), uri.getPort() < 0 ? DOCKER_PORT : uri.getPort());
                // Not ours to know.
                default -> true;
            };
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean listens(Path socket) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean listens(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), KNOCK_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean onWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
