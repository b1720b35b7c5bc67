package io.highwater.testing.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A cluster of Apache Kafka nodes (KRaft) on this machine's loopback address.
///
/// ```java
/// try (var kafka = ApacheKafka.start(ApacheKafkaSettings.in(directory).withNodes(3))) {
///     producerSettings.put("bootstrap.servers", kafka.bootstrapServers());
///     kafka.node(2).kill();
/// }
/// ```
///
/// Thread-safety: none; one owner starts, kills and stops.
public final class ApacheKafka implements AutoCloseable {
    private static final int PORTS_PER_NODE = 3;

    /// Three nodes start at once on a machine that may be busy with others.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<ApacheKafkaNode> nodes;

    private ApacheKafka(List<ApacheKafkaNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /// Formats what is new, starts all nodes and returns when each of them answers.
    public static ApacheKafka start(ApacheKafkaSettings settings) throws IOException, InterruptedException {
        var kafka = prepare(settings);
        try {
            kafka.startAll();
            return kafka;
        } catch (IOException | InterruptedException | RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /// Formats what is new and starts nothing.
    public static ApacheKafka prepare(ApacheKafkaSettings settings) throws IOException, InterruptedException {
        List<Integer> ports = ports(settings);
        String voters = IntStream.rangeClosed(1, settings.nodes())
                .mapToObj(id -> "%d@127.0.0.1:%d".formatted(id, ports.get(PORTS_PER_NODE * (id - 1) + 2)))
                .collect(Collectors.joining(","));
        var nodes = new ArrayList<ApacheKafkaNode>();
        for (int id = 1; id <= settings.nodes(); id++) {
            int first = PORTS_PER_NODE * (id - 1);
            var node = new ApacheKafkaNode(id, List.copyOf(ports.subList(first, first + PORTS_PER_NODE)), settings);
            node.format(voters);
            nodes.add(node);
        }
        return new ApacheKafka(nodes);
    }

    /// Every node, for clients.
    public String bootstrapServers() {
        return nodes.stream().map(ApacheKafkaNode::address).collect(Collectors.joining(","));
    }

    /// @param id from 1
    public ApacheKafkaNode node(int id) {
        return nodes.get(id - 1);
    }

    public List<ApacheKafkaNode> nodes() {
        return nodes;
    }

    /// Starts the nodes that do not run and returns when all answer.
    public void startAll() throws IOException, InterruptedException {
        for (ApacheKafkaNode node : nodes) {
            node.launch();
        }
        for (ApacheKafkaNode node : nodes) {
            node.awaitAnswer(PATIENCE);
        }
    }

    /// Stops all nodes, the way a service manager does. The data stays.
    @Override
    public void close() {
        // All at once: the last ones would otherwise wait for the quorum that the first ones took with them.
        nodes.forEach(ApacheKafkaNode::requestStop);
        nodes.forEach(ApacheKafkaNode::awaitStop);
    }

    private static List<Integer> ports(ApacheKafkaSettings settings) throws IOException {
        int count = PORTS_PER_NODE * settings.nodes();
        if (settings.firstPort() > 0) {
            return IntStream.range(settings.firstPort(), settings.firstPort() + count)
                    .boxed()
                    .toList();
        }
        var held = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
