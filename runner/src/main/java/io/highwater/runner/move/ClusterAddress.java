package io.highwater.runner.move;

import java.util.HashMap;
import java.util.Map;

/// A cluster and how to log in to it.
///
/// @param client client properties beside the address
public record ClusterAddress(String bootstrapServers, Map<String, String> client) {
    public ClusterAddress {
        client = Map.copyOf(client);
    }

    Map<String, Object> properties() {
        var properties = new HashMap<String, Object>(client);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }
}
