package io.highwater.system;

import java.util.List;
import java.util.Map;

/// The Kafka cluster that the platform runs on. The tests are the same for each.
interface Cluster extends AutoCloseable {
    /// For the test's output and for the folder of its data.
    String name();

    /// For the runner's environment; `HIGHWATER_BOOTSTRAP_SERVERS` is all the difference.
    Map<String, String> environment();

    /// Parts of the platform that are the cluster, to be killed as the other parts are.
    default List<String> parts() {
        return List.of();
    }

    /// kill -9 of each node that is not a part of the platform, one after the other. Each is started
    /// again.
    default void killNodes() {}

    @Override
    default void close() {}

    /// The one that the build asked for: `system.cluster` is `bundled` or `apache-kafka`; a cluster
    /// named in the environment is taken as it is.
    static Cluster asConfigured(java.nio.file.Path data) {
        String given = System.getenv().getOrDefault("HIGHWATER_BOOTSTRAP_SERVERS", "");
        if (!given.isEmpty()) {
            return new GivenCluster(given);
        }
        return switch (System.getProperty("system.cluster", "bundled")) {
            case "bundled" -> new BundledBroker();
            case "apache-kafka" -> ApacheKafkaCluster.start(data, Integer.getInteger("apache.kafka.nodes", 1));
            case String other ->
                throw new IllegalArgumentException("system.cluster is bundled or apache-kafka but was " + other);
        };
    }
}
