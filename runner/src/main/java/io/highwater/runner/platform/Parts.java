package io.highwater.runner.platform;

import io.highwater.runner.platform.Part.Kind;
import io.highwater.runner.postgres.PostgresServer;
import io.highwater.runner.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the platform consists of: the runner's counterpart of the compose file.
final class Parts {
    private static final String HEALTH = "/actuator/health";

    private final Installation installation;
    private final Ports ports;
    private final SharedSettings settings = SharedSettings.read(System.getenv());

    Parts(Installation installation, Ports ports) {
        this.installation = installation;
        this.ports = ports;
    }

    List<Part> all() {
        var parts = new ArrayList<>(List.of(postgres(), redis()));
        parts.add(ports.isBrokerBundled() ? broker() : cluster());
        parts.addAll(services());
        return List.copyOf(parts);
    }

    private List<Part> services() {
        return List.of(
                service(Ports.ORDER, Ports.ORDER, "/orders?userId=alice"),
                service(Ports.INVENTORY, Ports.INVENTORY, "/stock"),
                service(Ports.PAYMENT, Ports.PAYMENT, "/customers/alice/credit"),
                service(Ports.SAGA, Ports.SAGA, "/sagas"),
                service(Ports.NOTIFICATION, Ports.NOTIFICATION, "/notifications?userId=alice"),
                service(
                        Ports.DEAD_LETTER_WORKER,
                        Ports.NOTIFICATION,
                        HEALTH,
                        "--highwater.notification.mode=dead-letter-worker"),
                service(Ports.RELAY, Ports.RELAY, "/actuator/relay"));
    }

    private Part postgres() {
        int port = ports.of(Ports.POSTGRES);
        var server =
                new PostgresServer(installation.directory().folder("postgres"), installation.postgresSettings(), port);
        return new Part(
                Ports.POSTGRES,
                Kind.INFRASTRUCTURE,
                server::prepare,
                Map.of(),
                Health.postgres(port),
                "jdbc:postgresql://localhost:" + port + "/orders");
    }

    private Part redis() {
        int port = ports.of(Ports.REDIS);
        var server = new RedisServer(installation.directory().folder("redis"), installation.redisSettings(), port);
        return new Part(
                Ports.REDIS,
                Kind.INFRASTRUCTURE,
                server::prepare,
                Map.of(),
                Health.redis(port),
                "redis://localhost:" + port);
    }

    Part broker() {
        int port = ports.of(Ports.BROKER);
        int httpPort = ports.of(Ports.BROKER_HTTP);
        return new Part(
                Ports.BROKER,
                Kind.INFRASTRUCTURE,
                () -> {
                    var command = java("broker", Ports.BROKER);
                    command.addAll(List.of(
                            "-jar",
                            installation.brokerJar().toString(),
                            "--override",
                            "listeners=PLAINTEXT://localhost:" + port,
                            "--override",
                            "highwater.http.port=" + httpPort,
                            "--override",
                            "log.dirs=" + installation.directory().folder("broker")));
                    return command;
                },
                Map.of(),
                Health.http(httpPort, "/health"),
                "localhost:%d (metrics: http://localhost:%d/metrics)".formatted(port, httpPort));
    }

    /// Somebody else's: looked at, never started or stopped.
    private Part cluster() {
        return new Part(
                Ports.BROKER,
                Kind.EXTERNAL,
                List::of,
                Map.of(),
                Health.anyPort(ports.bootstrapServers()),
                ports.bootstrapServers() + " (not started here)");
    }

    private Part service(String name, String program, String page, String... arguments) {
        int port = ports.of(name);
        return new Part(
                name,
                Kind.SERVICE,
                () -> {
                    Path jar = UnpackedJar.unpackOnce(installation.serviceJar(program));
                    var command = java("service", name);
                    command.addAll(classArchive(jar.resolveSibling(name + ".jsa")));
                    command.addAll(List.of("-jar", jar.toString()));
                    command.addAll(List.of(arguments));
                    return command;
                },
                environment(port),
                Health.http(port, HEALTH),
                "http://localhost:" + port + page);
    }

    /// Written when the part stops for the first time, used from its next start on.
    private List<String> classArchive(Path archive) {
        if (!installation.classArchives() && !Files.exists(archive)) {
            return List.of();
        }
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                // It names every class that it cannot keep.
                "-Xlog:cds=off,cds+dynamic=off,aot=off",
                "-XX:SharedArchiveFile=" + archive);
    }

    /// @param kind which options of the JVM it takes: a file's name in `infrastructure/java`
    private List<String> java(String kind, String part) {
        return new ArrayList<>(List.of(
                installation.java().toString(), "@" + installation.javaOptions(kind), "-Xmx" + settings.heap(part)));
    }

    private Map<String, String> environment(int port) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("HIGHWATER_BOOTSTRAP_SERVERS", ports.effectiveBootstrapServers());
        if (ports.isBrokerBundled()) {
            // How to log in to another cluster, from the runner's environment, is not for the bundled one.
            System.getenv().keySet().stream()
                    .filter(name -> name.startsWith("HIGHWATER_KAFKA_"))
                    .forEach(name -> environment.put(name, ""));
        }
        environment.put("HIGHWATER_POSTGRES_HOST", "localhost");
        environment.put("HIGHWATER_POSTGRES_PORT", String.valueOf(ports.of(Ports.POSTGRES)));
        environment.put("HIGHWATER_REDIS_HOST", "localhost");
        environment.put("HIGHWATER_REDIS_PORT", String.valueOf(ports.of(Ports.REDIS)));
        environment.put(
                "HIGHWATER_RELAY_DATA_DIRECTORY",
                installation.directory().folder("relay").toString());
        return environment;
    }
}
