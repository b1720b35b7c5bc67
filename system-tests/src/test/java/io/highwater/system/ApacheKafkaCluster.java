package io.highwater.system;

import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaNode;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/// Apache Kafka from its published jars, as strict as a cluster in production: no topic appears by
/// itself, and with three nodes an acknowledgement means two copies.
record ApacheKafkaCluster(ApacheKafka kafka) implements Cluster {
    static ApacheKafkaCluster start(Path data, int nodes) {
        try {
            return new ApacheKafkaCluster(ApacheKafka.start(ApacheKafkaSettings.in(data)
                    .withNodes(nodes)
                    .withProperty("auto.create.topics.enable", "false")
                    .withProperty("min.insync.replicas", nodes > 1 ? "2" : "1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public String name() {
        int nodes = kafka.nodes().size();
        return "Apache Kafka " + System.getProperty("apache.kafka.version") + ", "
                + (nodes == 1 ? "one node" : nodes + " nodes");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("HIGHWATER_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    }

    @Override
    public void killNodes() {
        try {
            for (ApacheKafkaNode node : kafka.nodes()) {
                node.kill();
                node.start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
