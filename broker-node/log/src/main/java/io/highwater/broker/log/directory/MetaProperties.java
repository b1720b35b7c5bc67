package io.highwater.broker.log.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The file `meta.properties`: to which cluster and node a log directory belongs. Kafka's version 1.
///
/// @param clusterId   id of the cluster
/// @param nodeId      id of the node
/// @param directoryId id of the directory
public record MetaProperties(String clusterId, int nodeId, Uuid directoryId) {
    static final String FILE_NAME = "meta.properties";

    byte[] encode() {
        return """
            version=1
            cluster.id=%s
            node.id=%d
            directory.id=%s
            """.formatted(clusterId, nodeId, directoryId).getBytes(UTF_8);
    }

    /// Reads the file's content.
    ///
    /// @throws UnusableDirectoryException when it is not of version 1 or lacks something
    static MetaProperties decode(byte[] content, Path file) {
        var properties = properties(new String(content, UTF_8));
        if (!"1".equals(properties.get("version"))) {
            throw new UnusableDirectoryException(
                    file, "version is %s, expected 1".formatted(properties.get("version")));
        }
        try {
            return new MetaProperties(
                    required(properties, "cluster.id"),
                    Integer.parseInt(required(properties, "node.id")),
                    properties.containsKey("directory.id")
                            ? Uuid.parse(required(properties, "directory.id"))
                            : Uuid.ZERO);
        } catch (IllegalArgumentException e) {
            throw new UnusableDirectoryException(file, String.valueOf(e.getMessage()));
        }
    }

    private static String required(Map<String, String> properties, String key) {
        var value = properties.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static Map<String, String> properties(String text) {
        var properties = new HashMap<String, String>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .forEach(line -> properties.put(
                        line.substring(0, line.indexOf('=')).strip(),
                        line.substring(line.indexOf('=') + 1).strip()));
        return properties;
    }
}
