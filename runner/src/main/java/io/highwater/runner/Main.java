package io.highwater.runner;

import io.highwater.kafka.AccessSettings;
import io.highwater.runner.demo.Demo;
import io.highwater.runner.demo.Load;
import io.highwater.runner.move.ClusterAddress;
import io.highwater.runner.move.ClusterCopy;
import io.highwater.runner.move.Move;
import io.highwater.runner.platform.Addresses;
import io.highwater.runner.platform.Installation;
import io.highwater.runner.platform.Logs;
import io.highwater.runner.platform.Platform;
import io.highwater.runner.platform.PlatformException;
import io.highwater.runner.platform.Ports;
import io.highwater.runner.platform.RunDirectory;
import io.highwater.runner.platform.Status;
import java.util.Map;
import java.util.function.Consumer;

/// The command line: `up | down | status | demo | load | logs | move | copy | kill`. Exit code 0 means
/// that what was asked for is so.
public final class Main {
    static final String HELP = """
        Highwater: an event-driven platform with its own Kafka-compatible broker

        usage: ./highwater COMMAND [options]

          up [--detach]            build what is missing and start everything; Ctrl-C stops it.
                                   --detach returns when all is healthy
          down                     stop a detached platform
          demo                     place orders that show each way through the platform; exits 0
                                   only if every one went as announced
          load [--rate N] [--seconds N] [--audit]
                                   N orders a second, and how long each took; --audit counts what
                                   left the shelves, for a shop in which nobody else orders
          compose [...]            the same platform in containers: docker compose, after a look at
                                   whether this machine has what it takes
          try-compose              up, demo, kills in the middle of orders, down: all in containers
          status                   one line a part; exits 0 only if all are healthy
          logs [-f] [--grep TEXT] [PART ...]
                                   the interleaved log; -f goes on
          move --to LIST           take the platform with all its events to another Kafka cluster: copies
                                   them, stops for a moment, goes on there; nothing lost or repeated
          copy --from LIST --to LIST [--from-config FILE] [--to-config FILE]
                                   only the copy: topics, records and positions of consumer groups, of
                                   clusters that nobody uses meanwhile
          kill PART                kill -9 a part; the runner starts it again
          broker [...]             only the broker, in the foreground (see: ./highwater broker --help)

        options
          --data DIR               where all state lives (default: ./data)
          --port-offset N          added to every port
          --port NAME=NUMBER       one part's port, such as --port order-service=9081; repeatable
          --bootstrap-servers LIST use this Kafka cluster and leave the bundled broker out;
                                   also as HIGHWATER_BOOTSTRAP_SERVERS in the environment; how to log
                                   in is HIGHWATER_KAFKA_*: see docs/running-on-kafka.md
          --url URL                demo, load: a platform that somebody else started; the address of
                                   its order-service, or a pattern such as http://{service}:8080
          --no-class-archives      do not write class archives when stopping: quicker to stop the
                                   first time, slower to start the next
          --health-timeout SECONDS how long a part may take to become healthy (default: 240)
          --help                   this text

        A running platform's ports are remembered in its data directory: demo, status, logs and down find them there.
        """;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        try {
            return dispatch(Options.parse(arguments));
        } catch (PlatformException e) {
            System.err.println("highwater: " + e.getMessage());
            return 1;
        }
    }

    private static int dispatch(Options options) throws InterruptedException {
        var directory = new RunDirectory(options.data());
        var installation = Installation.find(directory).withClassArchives(options.classArchives());
        return switch (options.command()) {
            case "help" -> {
                System.out.print(HELP);
                yield 0;
            }
            case "up" -> {
                var ports = Ports.of(options.portOffset(), options.ports())
                        .withBootstrapServers(cluster(options, directory));
                var platform = new Platform(installation, directory, ports);
                yield options.detach()
                        ? platform.startDetached(options.healthTimeout())
                        : platform.runInForeground(options.healthTimeout());
            }
            case "down" -> Platform.stopDetached(directory);
            case "status" -> new Status(installation, directory.ports()).print(System.out);
            case "demo" -> new Demo(addresses(options, directory), System.out).run();
            case "load" ->
                new Load(addresses(options, directory), System.out, options.rate(), options.seconds(), options.audit())
                        .run();
            case "logs" -> new Logs(directory).print(options.operands(), options.grep(), options.follow());
            case "move" ->
                new Move(
                                installation,
                                directory,
                                cluster("--to", options.to(), options.toConfig()),
                                options.healthTimeout(),
                                System.out)
                        .run();
            case "copy" -> copy(options);
            case "kill" -> Platform.kill(directory, options.operands());
            default ->
                throw new PlatformException(
                        "there is no command '%s'; './highwater --help' lists them".formatted(options.command()));
        };
    }

    private static Addresses addresses(Options options, RunDirectory directory) {
        return options.url().isEmpty() ? Addresses.local(directory.ports()) : Addresses.at(options.url());
    }

    private static int copy(Options options) throws InterruptedException {
        var from = cluster("--from", options.from(), options.fromConfig());
        var to = cluster("--to", options.to(), options.toConfig());
        Consumer<String> report = System.out::println;
        try (var copy = ClusterCopy.open(from, to, Move.replicationFactor(), report)) {
            copy.finish();
        }
        return 0;
    }

    private static ClusterAddress cluster(String option, String bootstrapServers, String configFile) {
        if (bootstrapServers.isEmpty()) {
            throw new PlatformException(option + " HOST:PORT is missing: it names the cluster");
        }
        try {
            return new ClusterAddress(
                    bootstrapServers,
                    configFile.isEmpty()
                            ? AccessSettings.ofEnvironment(System.getenv())
                            : AccessSettings.clientProperties(Map.of("properties.file", configFile)));
        } catch (IllegalArgumentException e) {
            throw new PlatformException(String.valueOf(e.getMessage()), e);
        }
    }

    /// What the command line says, else the environment, else where the platform was moved to; "" is the
    /// bundled broker.
    private static String cluster(Options options, RunDirectory directory) {
        if (!options.bootstrapServers().isEmpty()) {
            return options.bootstrapServers();
        }
        String given = System.getenv().getOrDefault("HIGHWATER_BOOTSTRAP_SERVERS", "");
        return given.isEmpty() ? directory.home() : given;
    }
}
