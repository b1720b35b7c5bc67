package io.highwater.runner;

import io.highwater.runner.demo.Demo;
import io.highwater.runner.demo.Load;
import io.highwater.runner.platform.Addresses;
import io.highwater.runner.platform.Installation;
import io.highwater.runner.platform.Logs;
import io.highwater.runner.platform.Platform;
import io.highwater.runner.platform.PlatformException;
import io.highwater.runner.platform.Ports;
import io.highwater.runner.platform.RunDirectory;
import io.highwater.runner.platform.Status;

/// The command line: `up | down | status | demo | load | logs | kill`. Exit code 0 means that what was asked for is
/// so.
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
          kill PART                kill -9 a part; the runner starts it again
          broker [...]             only the broker, in the foreground (see: ./highwater broker --help)

        options
          --data DIR               where all state lives (default: ./data)
          --port-offset N          added to every port
          --port NAME=NUMBER       one part's port, such as --port order-service=9081; repeatable
          --bootstrap-servers LIST use this Kafka cluster and leave the bundled broker out;
                                   also as HIGHWATER_BOOTSTRAP_SERVERS in the environment
          --url URL                demo, load: a platform that somebody else started; the address of
                                   its order-service, or a pattern such as http://{service}:8080
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
        var installation = Installation.find(directory);
        return switch (options.command()) {
            case "help" -> {
                System.out.print(HELP);
                yield 0;
            }
            case "up" -> {
                var ports = Ports.of(options.portOffset(), options.ports()).withBootstrapServers(cluster(options));
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
            case "kill" -> Platform.kill(directory, options.operands());
            default ->
                throw new PlatformException(
                        "there is no command '%s'; './highwater --help' lists them".formatted(options.command()));
        };
    }

    private static Addresses addresses(Options options, RunDirectory directory) {
        return options.url().isEmpty() ? Addresses.local(directory.ports()) : Addresses.at(options.url());
    }

    private static String cluster(Options options) {
        return options.bootstrapServers().isEmpty()
                ? System.getenv().getOrDefault("HIGHWATER_BOOTSTRAP_SERVERS", "")
                : options.bootstrapServers();
    }
}
