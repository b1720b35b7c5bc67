package io.highwater.runner.platform;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the built programs are. The runner's own jar tells: it lies in `runner/target` of the checkout.
///
/// @param root the checkout
/// @param directory where state lives
/// @param classArchives whether a service writes an archive of its classes when it stops for the first
/// time
public record Installation(Path root, RunDirectory directory, boolean classArchives) {
    private static final List<String> SERVICES =
            List.of(Ports.ORDER, Ports.INVENTORY, Ports.PAYMENT, Ports.SAGA, Ports.NOTIFICATION, Ports.RELAY);

    Installation(Path root, RunDirectory directory) {
        this(root, directory, true);
    }

    public static Installation find(RunDirectory directory) {
        try {
            Path jar = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path root = jar.resolve("../../..").normalize();
            return new Installation(root, directory);
        } catch (URISyntaxException e) {
            throw new PlatformException("the runner's jar lies at a strange place: " + e.getMessage(), e);
        }
    }

    public Installation withClassArchives(boolean wanted) {
        return new Installation(root, directory, wanted);
    }

    /// Throws when something was not built, naming it, before anything is started.
    void refuseIncomplete(boolean withBroker) {
        runnerJar();
        if (withBroker) {
            brokerJar();
        }
        SERVICES.forEach(this::serviceJar);
        databaseScript();
        postgresSettings();
        redisSettings();
        javaOptions("broker");
        javaOptions("service");
    }

    Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    Path runnerJar() {
        return jar("runner", "runner");
    }

    Path brokerJar() {
        return jar("broker-node/server", "broker-server");
    }

    Path serviceJar(String service) {
        return jar(service, service);
    }

    Path databaseScript() {
        return existing(root.resolve("infrastructure/postgres/init.sql"));
    }

    Path postgresSettings() {
        return existing(root.resolve("infrastructure/postgres/postgresql.conf"));
    }

    Path redisSettings() {
        return existing(root.resolve("infrastructure/redis/redis.conf"));
    }

    /// Options of the JVM for the broker or a service, for `java @FILE`.
    Path javaOptions(String kind) {
        return existing(root.resolve("infrastructure/java").resolve(kind + ".options"));
    }

    private Path jar(String module, String name) {
        return existing(root.resolve(module).resolve("target").resolve(name + ".jar"));
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new PlatformException(
                    "%s is missing. Build it: ./highwater up does, or mvn -Pquick -DskipTests package".formatted(file));
        }
        return file;
    }
}
