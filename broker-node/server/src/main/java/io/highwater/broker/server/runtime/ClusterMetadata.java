package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.InternalTopics;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.TopicImage;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.util.Optional;

/// The newest committed image of the cluster, for every shard to read. One reference is replaced; the image behind it
/// never changes.
public final class ClusterMetadata {
    private final OfflinePartitions offline = new OfflinePartitions();
    private volatile MetadataImage image = MetadataImage.EMPTY;
    private volatile long committedOffset;

    /// What the cluster agrees on now.
    public MetadataImage image() {
        return image;
    }

    /// One past the last record of the metadata log that the image holds.
    public long committedOffset() {
        return committedOffset;
    }

    void publish(MetadataImage committed, long nextOffset) {
        image = committed;
        committedOffset = nextOffset;
    }

    /// The name of a topic by its id.
    public Optional<String> topicName(Uuid id) {
        return image.topic(id).map(TopicImage::name);
    }

    /// How many partitions a topic has, 0 when there is no such topic.
    public int partitionCount(String topic) {
        return image.topic(topic).map(found -> found.partitions().size()).orElse(0);
    }

    /// The partitions of this node whose disk failed.
    public OfflinePartitions offline() {
        return offline;
    }

    /// Why a partition is not served here.
    public ErrorCode missing(TopicPartition partition) {
        if (offline.contains(partition)) {
            return ErrorCode.KAFKA_STORAGE_ERROR;
        }
        return partition.partition() >= 0 && partition.partition() < partitionCount(partition.topic())
                ? ErrorCode.NOT_LEADER_OR_FOLLOWER
                : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /// Whether a topic belongs to the broker itself.
    public boolean isInternal(String topic) {
        return InternalTopics.isInternal(topic);
    }
}
