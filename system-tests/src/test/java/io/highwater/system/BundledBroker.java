package io.highwater.system;

import java.util.List;
import java.util.Map;

/// Highwater's own: one more part of the platform.
record BundledBroker() implements Cluster {
    @Override
    public String name() {
        return "bundled broker";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public List<String> parts() {
        return List.of("broker");
    }
}
