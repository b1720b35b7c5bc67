package io.highwater.system;

import java.util.Map;

/// Somebody else's, and not ours to kill.
record GivenCluster(String bootstrapServers) implements Cluster {
    @Override
    public String name() {
        return "cluster at " + bootstrapServers;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("HIGHWATER_BOOTSTRAP_SERVERS", bootstrapServers);
    }
}
