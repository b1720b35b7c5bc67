package io.highwater.broker.server;

import io.highwater.broker.server.config.BrokerConfig;
import io.highwater.broker.server.config.InvalidConfigurationException;
import io.highwater.broker.server.logging.LineLogging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The command line: starts one node and runs until it is told to stop.
public final class Main {
    private static final int OK = 0;
    private static final int CANNOT_START = 1;
    private static final int WRONG_USAGE = 2;
    private static final int CANNOT_GO_ON = 3;
    private static final long NANOS_PER_MS = 1_000_000;

    private static final String USAGE = """
        usage: java -jar broker-server.jar [server.properties] [--override key=value ...]

        Without a file: one node on port 9092 that keeps its data in ./data/broker.

          --override key=value   sets a key over the file; may be repeated
          --help                 shows this
          --version              shows the version
        """;

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Exits with 0 after a stop, 1 when the node cannot start, 2 when the command line makes no sense, 3 when the node
    /// could not go on because its disks failed.
    public static void main(String[] arguments) throws InterruptedException {
        LineLogging.install();
        // Flight recorder events of every buffer would cost a third of a second at the start.
        System.setProperty("io.netty.jfr.enabled", System.getProperty("io.netty.jfr.enabled", "false"));
        int status = new Main(System.out, System.err).run(arguments);
        if (status != OK) {
            System.exit(status);
        }
    }

    int run(String... arguments) throws InterruptedException {
        @Nullable Path file = null;
        var overrides = new HashMap<String, String>();
        for (int index = 0; index < arguments.length; index++) {
            String argument = arguments[index];
            switch (argument) {
                case "--help", "-h" -> {
                    out.print(USAGE);
                    return OK;
                }
                case "--version" -> {
                    out.println("highwater " + version());
                    return OK;
                }
                case "--override" -> {
                    index++;
                    if (index == arguments.length || !addOverride(overrides, arguments[index])) {
                        return misused("--override needs key=value");
                    }
                }
                default -> {
                    if (argument.startsWith("-") || file != null) {
                        return misused("do not know what to do with " + argument);
                    }
                    file = Path.of(argument);
                }
            }
        }
        return start(file, overrides);
    }

    private int start(@Nullable Path file, Map<String, String> overrides) throws InterruptedException {
        BrokerConfig config;
        try {
            config = file == null ? BrokerConfig.of(overrides) : BrokerConfig.load(file, overrides);
        } catch (InvalidConfigurationException e) {
            err.println(e.getMessage());
            return CANNOT_START;
        } catch (IOException e) {
            err.println("cannot read " + file + ": "
                    + (Files.exists(Path.of("" + file)) ? e.getMessage() : "no such file"));
            return CANNOT_START;
        }
        return run(config);
    }

    private int run(BrokerConfig config) throws InterruptedException {
        long startNs = System.nanoTime();
        Broker broker;
        try {
            broker = Broker.start(config);
        } catch (RuntimeException e) {
            err.println("cannot start: " + reason(e));
            return CANNOT_START;
        }
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            broker.close();
                            out.println("stopped");
                            stopped.countDown();
                        },
                        "shutdown"));
        announce(broker, config, (System.nanoTime() - startNs) / NANOS_PER_MS);
        var failed = new AtomicBoolean();
        broker.failure().thenAccept(reason -> {
            err.println("cannot go on: " + reason);
            failed.set(true);
            stopped.countDown();
        });
        stopped.await();
        broker.close();
        return failed.get() ? CANNOT_GO_ON : OK;
    }

    private void announce(Broker broker, BrokerConfig config, long tookMs) {
        out.println("highwater " + version() + " started in " + tookMs + " ms");
        broker.listeners().forEach(endpoint -> out.println("  listens on   " + endpoint));
        out.println("  clients use  " + broker.bootstrapServers());
        out.println("  cluster id   " + broker.clusterId());
        out.println("  data in      " + config.logDirs());
        out.println("  a record is written when it is "
                + (config.groupCommit()
                        ? "on the disk (flush.mode=group-commit)"
                        : "in the page cache (flush.mode=page-cache)"));
        broker.httpPort().ifPresent(port -> out.println("  metrics on   http://127.0.0.1:" + port + "/metrics"));
        out.flush();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && cause.getMessage() != null
                && cause.getMessage().contains(cause.getCause().getClass().getName())) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private int misused(String problem) {
        err.println(problem);
        err.print(USAGE);
        return WRONG_USAGE;
    }

    private static boolean addOverride(Map<String, String> overrides, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            return false;
        }
        overrides.put(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        return true;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }
}
