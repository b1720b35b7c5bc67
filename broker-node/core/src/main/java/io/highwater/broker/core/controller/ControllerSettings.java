package io.highwater.broker.core.controller;

import java.util.Map;

/// What the controller falls back on when a request leaves it open.
///
/// @param defaultPartitions        partitions of a topic; `num.partitions`
/// @param defaultReplicationFactor replicas of a partition; `default.replication.factor`
/// @param deleteTopicsEnabled      whether topics may be deleted; `delete.topic.enable`
/// @param staticBrokerConfig       what the node's own configuration sets, by Kafka's key; only what is really set
public record ControllerSettings(
        int defaultPartitions,
        short defaultReplicationFactor,
        boolean deleteTopicsEnabled,
        Map<String, String> staticBrokerConfig) {
    public static final ControllerSettings DEFAULTS = new ControllerSettings(1, (short) 1, true, Map.of());

    public ControllerSettings {
        if (defaultPartitions < 1) {
            throw new IllegalArgumentException("num.partitions must be at least 1 but is " + defaultPartitions);
        }
        if (defaultReplicationFactor < 1) {
            throw new IllegalArgumentException(
                    "default.replication.factor must be at least 1 but is " + defaultReplicationFactor);
        }
        staticBrokerConfig = Map.copyOf(staticBrokerConfig);
    }
}
