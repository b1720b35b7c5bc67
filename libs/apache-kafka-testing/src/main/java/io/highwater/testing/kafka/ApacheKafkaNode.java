package io.highwater.testing.kafka;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// One node, broker and controller in one process. It can be killed or stopped and started again; its ports stay.
///
/// Thread-safety: none; the owner of the cluster uses it.
public final class ApacheKafkaNode {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(30);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final int MOST_REPLICAS = 3;

    private final int id;
    private final int clientPort;
    private final int internalPort;
    private final int controllerPort;
    private final ApacheKafkaSettings settings;
    private final Path directory;
    private @Nullable Process process;

    ApacheKafkaNode(int id, List<Integer> ports, ApacheKafkaSettings settings) {
        this.id = id;
        this.clientPort = ports.get(0);
        this.internalPort = ports.get(1);
        this.controllerPort = ports.get(2);
        this.settings = settings;
        this.directory = settings.directory().resolve("node-" + id);
    }

    public int id() {
        return id;
    }

    /// For clients, `host:port`.
    public String address() {
        return "127.0.0.1:" + clientPort;
    }

    /// Where its partitions are: `<topic>-<partition>/` with the segments.
    public Path data() {
        return directory.resolve("data");
    }

    /// What it logged since it was started for the first time.
    public Path log() {
        return directory.resolve("server.log");
    }

    /// Of the running process.
    public long pid() {
        return running().pid();
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /// Starts it and returns when it answers as a member of its cluster; that needs a majority of the nodes.
    public void start() throws IOException, InterruptedException {
        launch();
        awaitAnswer(PATIENCE);
    }

    /// kill -9.
    public void kill() {
        running().destroyForcibly().onExit().join();
    }

    /// Asks it to end and waits; kills it if it does not.
    public void stop() {
        requestStop();
        awaitStop();
    }

    /// How its process is started, for those who start it themselves.
    public ProcessBuilder command() {
        return new ProcessBuilder(PublishedJars.command(
                        settings.jvmArguments(), "kafka.Kafka", configuration().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    void format(String voters) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        writeConfiguration(voters);
        if (Files.exists(data().resolve("meta.properties"))) {
            return;
        }
        var arguments = new ArrayList<>(List.of(
                "format",
                "--cluster-id",
                settings.clusterId(),
                "--config",
                configuration().toString()));
        arguments.addAll(settings.formatArguments());
        PublishedJars.run(
                directory.resolve("format.log"),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                "kafka.tools.StorageTool",
                arguments.toArray(String[]::new));
    }

    void launch() throws IOException {
        if (!isRunning()) {
            process = command().start();
        }
    }

    void awaitAnswer(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!answers()) {
            if (!isRunning()) {
                throw new IOException("node %d ended with exit code %d; its log is %s:%n%s"
                        .formatted(id, running().exitValue(), log(), Files.readString(log())));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("node %d did not answer at %s within %d s; its log is %s"
                        .formatted(id, address(), patience.toSeconds(), log()));
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_QUESTIONS.toNanos());
        }
    }

    void requestStop() {
        if (process != null) {
            process.destroy();
        }
    }

    void awaitStop() {
        if (process == null) {
            return;
        }
        try {
            if (!process.waitFor(PATIENCE_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("node %d was never started".formatted(id));
        }
        return process;
    }

    /// Whether the cluster, asked at this node, counts it among its brokers.
    private boolean answers() throws InterruptedException {
        var client = new HashMap<String, Object>(settings.clientProperties());
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        client.putIfAbsent(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, settings.clientProtocol());
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
        if (!PortProbe.isOpen(clientPort)) {
            return false; // or the client would write a warning for every attempt
        }
        try (var admin = Admin.create(client)) {
            return admin.describeCluster().nodes().get().stream().anyMatch(node -> node.id() == id);
        } catch (ExecutionException | KafkaException e) {
            return false;
        }
    }

    private void writeConfiguration(String voters) throws IOException {
        int replicas = Math.min(settings.nodes(), MOST_REPLICAS);
        String minIsr = String.valueOf(Math.max(1, replicas - 1));
        var properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", String.valueOf(id));
        properties.setProperty("controller.quorum.voters", voters);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("inter.broker.listener.name", "INTERNAL");
        properties.setProperty(
                "listener.security.protocol.map",
                "CLIENT:%s,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT".formatted(settings.clientProtocol()));
        properties.setProperty(
                "listeners",
                "CLIENT://127.0.0.1:%d,INTERNAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(clientPort, internalPort, controllerPort));
        properties.setProperty(
                "advertised.listeners",
                "CLIENT://127.0.0.1:%d,INTERNAL://127.0.0.1:%d".formatted(clientPort, internalPort));
        properties.setProperty("log.dirs", data().toString());
        properties.setProperty("default.replication.factor", String.valueOf(replicas));
        properties.setProperty("offsets.topic.replication.factor", String.valueOf(replicas));
        properties.setProperty("transaction.state.log.replication.factor", String.valueOf(replicas));
        properties.setProperty("transaction.state.log.min.isr", minIsr);
        properties.setProperty("share.coordinator.state.topic.replication.factor", String.valueOf(replicas));
        properties.setProperty("share.coordinator.state.topic.min.isr", minIsr);
        properties.putAll(settings.properties());
        try (Writer writer = Files.newBufferedWriter(configuration())) {
            properties.store(writer, null);
        }
    }

    private Path configuration() {
        return directory.resolve("server.properties");
    }
}
