package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopicConfig;

/// Topics that the broker keeps for itself.
public final class InternalTopics {
    /// Committed offsets and members of groups.
    public static final String CONSUMER_OFFSETS = "__consumer_offsets";

    /// The log of the cluster's metadata; not a topic that clients can create or delete.
    public static final String CLUSTER_METADATA = "__cluster_metadata";

    private InternalTopics() {}

    /// How to create the topic of committed offsets: compacted, because only the newest offset counts.
    public static CreatableTopic consumerOffsets(int partitions, short replicationFactor, int segmentBytes) {
        var topic = new CreatableTopic()
                .name(CONSUMER_OFFSETS)
                .numPartitions(partitions)
                .replicationFactor(replicationFactor);
        topic.configs().add(config("cleanup.policy", "compact"));
        topic.configs().add(config("compression.type", "producer"));
        topic.configs().add(config("segment.bytes", Integer.toString(segmentBytes)));
        return topic;
    }

    private static CreatableTopicConfig config(String name, String value) {
        return new CreatableTopicConfig().name(name).value(value);
    }

    public static boolean isInternal(String topic) {
        return topic.equals(CONSUMER_OFFSETS) || topic.equals("__transaction_state");
    }
}
