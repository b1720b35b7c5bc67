package io.highwater.outbox.consume;

import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are created; existing ones are left as they are.
///
/// @param partitions        partitions of a new topic, the same for a topic and its dead letters
/// @param replicationFactor copies of each partition; -1 leaves it to the broker
@ConfigurationProperties("highwater.topics")
public record TopicSettings(
        @DefaultValue("6") int partitions,
        @DefaultValue("-1") short replicationFactor) {

    public TopicSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("highwater.topics.partitions must be at least 1 but is " + partitions);
        }
    }

    /// A topic to declare as a bean, so that it exists before anything is written to it.
    public NewTopic topic(String name) {
        return replicationFactor < 0
                ? new NewTopic(name, Optional.of(partitions), Optional.empty())
                : new NewTopic(name, partitions, replicationFactor);
    }
}
