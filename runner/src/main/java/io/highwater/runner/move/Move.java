package io.highwater.runner.move;

import io.highwater.kafka.AccessSettings;
import io.highwater.runner.platform.Installation;
import io.highwater.runner.platform.LoneBroker;
import io.highwater.runner.platform.Platform;
import io.highwater.runner.platform.PlatformException;
import io.highwater.runner.platform.Ports;
import io.highwater.runner.platform.RunDirectory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/// Moves a platform to another cluster: copies while it runs, stops it, copies the rest, starts it over
/// there. Rows that were not relayed yet stay in the outboxes and are sent to the new cluster. When
/// something goes wrong before the end, the platform runs on where it was.
///
/// @param target        where to
/// @param healthTimeout how long the platform may take to be healthy again
public record Move(
        Installation installation,
        RunDirectory directory,
        ClusterAddress target,
        Duration healthTimeout,
        PrintStream out) {
    private static final String REPLICATION_FACTOR = "HIGHWATER_TOPICS_REPLICATION_FACTOR";

    /// Returns the exit code.
    public int run() throws InterruptedException {
        Ports ports = directory.ports();
        boolean running = directory.runner().isPresent();
        if (running) {
            moveRunning(ports);
        } else {
            moveStopped(ports);
        }
        return 0;
    }

    private void moveRunning(Ports ports) throws InterruptedException {
        try (var copy = ClusterCopy.open(source(ports), target, replicationFactor(), out::println)) {
            copy.copy();
            long begin = System.nanoTime();
            Platform.stopDetached(directory);
            try {
                finish(ports, copy);
            } catch (PlatformException e) {
                new Platform(installation, directory, ports).startDetached(healthTimeout);
                throw new PlatformException(
                        "%s. Nothing was moved: the platform runs on where it was".formatted(e.getMessage()), e);
            }
            arrive(ports).startDetached(healthTimeout);
            out.printf("moved to %s; the platform was away for %.1f s%n", target.bootstrapServers(), seconds(begin));
        }
    }

    private void moveStopped(Ports ports) throws InterruptedException {
        try (var broker = loneBroker(ports);
                var copy = ClusterCopy.open(source(ports), target, replicationFactor(), out::println)) {
            copy.finish();
        }
        arrive(ports);
        out.printf("moved to %s; './highwater up' starts it there%n", target.bootstrapServers());
    }

    private void finish(Ports ports, ClusterCopy copy) throws InterruptedException {
        try (var broker = loneBroker(ports)) {
            copy.finish();
        }
    }

    private Platform arrive(Ports ports) {
        directory.writeHome(target.bootstrapServers());
        return new Platform(installation, directory, ports.withBootstrapServers(target.bootstrapServers()));
    }

    /// The bundled broker without the platform around it; nothing where the source is somebody else's.
    private LoneBroker loneBroker(Ports ports) throws InterruptedException {
        return ports.isBrokerBundled()
                ? LoneBroker.start(installation, directory, ports, healthTimeout)
                : LoneBroker.NONE;
    }

    private static ClusterAddress source(Ports ports) {
        return new ClusterAddress(
                ports.effectiveBootstrapServers(),
                ports.isBrokerBundled() ? Map.of() : AccessSettings.ofEnvironment(System.getenv()));
    }

    /// As the services have it, for topics that they would otherwise create.
    public static short replicationFactor() {
        String text = System.getenv().getOrDefault(REPLICATION_FACTOR, "-1");
        try {
            return Short.parseShort(text);
        } catch (NumberFormatException e) {
            throw new PlatformException("%s is a number but is '%s'".formatted(REPLICATION_FACTOR, text), e);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
