package io.highwater.testcontainers.boot;

import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.RunningService;

/// Which of the broker's published ports is for clients on this machine: 19092 where it has a listener for
/// them beside the one for containers, as in Highwater's own compose file, else 9092. A label of the
/// service overrides both.
final class PublishedPort {
    /// Its value is a port inside the container.
    static final String LABEL = "io.highwater.port";

    private static final int OWN_LISTENER = 19092;
    private static final int ONLY_LISTENER = 9092;

    private PublishedPort() {}

    /// The port of this machine.
    ///
    /// @throws IllegalStateException if the service publishes none of these ports
    static int of(RunningService service) {
        var label = Optional.ofNullable(service.labels().get(LABEL));
        if (label.isPresent()) {
            int port = parse(service, label.get());
            return published(service.ports(), port).orElseThrow(() -> unpublished(service, "port " + port));
        }
        var own = published(service.ports(), OWN_LISTENER);
        return own.isPresent()
                ? own.getAsInt()
                : published(service.ports(), ONLY_LISTENER)
                        .orElseThrow(
                                () -> unpublished(service, "port %d or %d".formatted(OWN_LISTENER, ONLY_LISTENER)));
    }

    private static OptionalInt published(ConnectionPorts ports, int port) {
        try {
            return OptionalInt.of(ports.get(port));
        } catch (IllegalStateException e) {
            return OptionalInt.empty();
        }
    }

    private static int parse(RunningService service, String label) {
        try {
            return Integer.parseInt(label.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "label %s of compose service %s must be a port but is \"%s\""
                            .formatted(LABEL, service.name(), label),
                    e);
        }
    }

    private static IllegalStateException unpublished(RunningService service, String ports) {
        return new IllegalStateException(
                "compose service %s must publish %s of its container for clients on this machine; add it to its ports"
                        .formatted(service.name(), ports));
    }
}
