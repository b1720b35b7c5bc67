package io.highwater.broker.compatibility.matrix;

import java.nio.file.Path;
import java.util.Map;

/// One side of the comparison.
///
/// @param dataDirectory its `log.dirs`
/// @param workDirectory where cases put the files that they hand to tools
record Node(String name, String bootstrapServers, Path dataDirectory, Path workDirectory) {
    /// What both sides are started with, beyond their defaults for a single node.
    static final Map<String, String> SETTINGS = Map.of(
            "node.id", "1",
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.replication.factor", "1");

    String fill(String argument) {
        return argument.replace("{bootstrap}", bootstrapServers)
                .replace("{data}", dataDirectory.toString())
                .replace("{work}", workDirectory.toString());
    }
}
