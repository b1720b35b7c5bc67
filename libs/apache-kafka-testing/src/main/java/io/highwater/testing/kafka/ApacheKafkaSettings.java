package io.highwater.testing.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a cluster is made of. Everything that is not said here is Apache Kafka's default, except that internal topics
/// fit the number of nodes.
///
/// @param directory        holds a folder `node-N` each, with configuration, data and log; formatted when it is new
/// @param clusterId        22 characters of base64; clusters that meet need different ones
/// @param nodes            how many, each broker and controller in one; ids from 1
/// @param firstPort        node N takes three in a row from `firstPort + 3 * (N - 1)`, the first for clients; 0: free
///                         ones
/// @param clientProtocol   `PLAINTEXT`, `SASL_PLAINTEXT`, `SSL` or `SASL_SSL`, for clients only
/// @param properties       for every node's `server.properties`; they win over what is written there
/// @param formatArguments  further arguments for the format tool, such as `--add-scram`
/// @param clientProperties with which a node is asked whether it is there: mechanism, user, trust store
/// @param jvmArguments     of every node
public record ApacheKafkaSettings(
        Path directory,
        String clusterId,
        int nodes,
        int firstPort,
        String clientProtocol,
        Map<String, String> properties,
        List<String> formatArguments,
        Map<String, String> clientProperties,
        List<String> jvmArguments) {
    public ApacheKafkaSettings {
        if (nodes < 1) {
            throw new IllegalArgumentException("a cluster has at least one node but %d are asked for".formatted(nodes));
        }
        directory = directory.toAbsolutePath().normalize();
        properties = Map.copyOf(properties);
        formatArguments = List.copyOf(formatArguments);
        clientProperties = Map.copyOf(clientProperties);
        jvmArguments = List.copyOf(jvmArguments);
    }

    /// One node on free ports, small enough to stand beside others.
    public static ApacheKafkaSettings in(Path directory) {
        return new ApacheKafkaSettings(
                directory,
                "MkU3OEVBNTcwNTJENDM2Qk",
                1,
                0,
                "PLAINTEXT",
                Map.of(),
                List.of(),
                Map.of(),
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    public ApacheKafkaSettings withNodes(int count) {
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                count,
                firstPort,
                clientProtocol,
                properties,
                formatArguments,
                clientProperties,
                jvmArguments);
    }

    public ApacheKafkaSettings withClusterId(String id) {
        return new ApacheKafkaSettings(
                directory,
                id,
                nodes,
                firstPort,
                clientProtocol,
                properties,
                formatArguments,
                clientProperties,
                jvmArguments);
    }

    public ApacheKafkaSettings withFirstPort(int port) {
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                nodes,
                port,
                clientProtocol,
                properties,
                formatArguments,
                clientProperties,
                jvmArguments);
    }

    public ApacheKafkaSettings withClientProtocol(String protocol) {
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                nodes,
                firstPort,
                protocol,
                properties,
                formatArguments,
                clientProperties,
                jvmArguments);
    }

    public ApacheKafkaSettings withProperty(String name, String value) {
        var more = new LinkedHashMap<>(properties);
        more.put(name, value);
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                nodes,
                firstPort,
                clientProtocol,
                more,
                formatArguments,
                clientProperties,
                jvmArguments);
    }

    public ApacheKafkaSettings withFormatArguments(String... arguments) {
        var more = new ArrayList<>(formatArguments);
        more.addAll(List.of(arguments));
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                nodes,
                firstPort,
                clientProtocol,
                properties,
                more,
                clientProperties,
                jvmArguments);
    }

    public ApacheKafkaSettings withClientProperty(String name, String value) {
        var more = new LinkedHashMap<>(clientProperties);
        more.put(name, value);
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                nodes,
                firstPort,
                clientProtocol,
                properties,
                formatArguments,
                more,
                jvmArguments);
    }

    public ApacheKafkaSettings withJvmArguments(String... arguments) {
        return new ApacheKafkaSettings(
                directory,
                clusterId,
                nodes,
                firstPort,
                clientProtocol,
                properties,
                formatArguments,
                clientProperties,
                List.of(arguments));
    }
}
