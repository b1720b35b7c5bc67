package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsRequest;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Answers DescribeTopicPartitions: topics in the order of their names, cut into pages of partitions. A page that is
/// full says with a cursor where the next one begins.
///
/// Source: KIP-966.
public final class TopicPages {
    private final int maxPartitions;
    private final int topicOperations;

    /// @param maxPartitions   most partitions of one page; `max.request.partition.size.limit`
    /// @param topicOperations what a client may do with a topic, as Kafka's bits
    public TopicPages(int maxPartitions, int topicOperations) {
        this.maxPartitions = maxPartitions;
        this.topicOperations = topicOperations;
    }

    /// Why the cursor of a request makes no sense; the protocol has no place for it in the response.
    public static Optional<String> problem(DescribeTopicPartitionsRequest request) {
        var cursor = request.cursor();
        if (cursor == null) {
            return Optional.empty();
        }
        var isListed = request.topics().isEmpty()
                || request.topics().stream().anyMatch(topic -> topic.name().equals(cursor.topicName()));
        if (!isListed) {
            return Optional.of(
                    "the cursor is at topic '%s', which the request does not name".formatted(cursor.topicName()));
        }
        return cursor.partitionIndex() < 0
                ? Optional.of("the cursor is at partition %d of '%s'; it must be at least 0"
                        .formatted(cursor.partitionIndex(), cursor.topicName()))
                : Optional.empty();
    }

    /// One page.
    public DescribeTopicPartitionsResponse describe(MetadataImage image, DescribeTopicPartitionsRequest request) {
        var all = request.topics().isEmpty();
        var response = new DescribeTopicPartitionsResponse();
        var remaining = Math.max(Math.min(maxPartitions, request.responsePartitionLimit()), 1);
        for (var name : names(image, request)) {
            if (remaining == 0) {
                return response.nextCursor(new Cursor().topicName(name).partitionIndex(0));
            }
            var topic = image.topic(name);
            if (topic.isEmpty()) {
                if (!all) {
                    response.topics().add(unknown(name));
                }
                continue;
            }
            var partitions = topic.get().partitions();
            var first = Math.min(start(request, name), partitions.size());
            var end = Math.min(first + remaining, partitions.size());
            response.topics().add(describe(image, topic.get(), partitions.subList(first, end)));
            remaining -= end - first;
            if (end < partitions.size()) {
                return response.nextCursor(new Cursor().topicName(name).partitionIndex(end));
            }
        }
        return response;
    }

    private static Collection<String> names(MetadataImage image, DescribeTopicPartitionsRequest request) {
        var cursor = request.cursor();
        var names = request.topics().isEmpty()
                ? image.topics().stream().map(TopicImage::name).collect(Collectors.toCollection(TreeSet::new))
                : request.topics().stream().map(TopicRequest::name).collect(Collectors.toCollection(TreeSet::new));
        return cursor == null ? names : names.tailSet(cursor.topicName());
    }

    private static int start(DescribeTopicPartitionsRequest request, String topic) {
        var cursor = request.cursor();
        return cursor != null && cursor.topicName().equals(topic) ? cursor.partitionIndex() : 0;
    }

    private static DescribeTopicPartitionsResponseTopic unknown(String name) {
        var error = TopicNames.problem(name).isPresent()
                ? ErrorCode.INVALID_TOPIC_EXCEPTION
                : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        return new DescribeTopicPartitionsResponseTopic()
                .errorCode(error.code())
                .name(name);
    }

    private DescribeTopicPartitionsResponseTopic describe(
            MetadataImage image, TopicImage topic, List<PartitionImage> partitions) {
        var described = new DescribeTopicPartitionsResponseTopic()
                .name(topic.name())
                .topicId(topic.id())
                .isInternal(InternalTopics.isInternal(topic.name()))
                .topicAuthorizedOperations(topicOperations);
        partitions.forEach(partition -> described.partitions().add(describe(image, partition)));
        return described;
    }

    private static DescribeTopicPartitionsResponsePartition describe(MetadataImage image, PartitionImage partition) {
        return new DescribeTopicPartitionsResponsePartition()
                .errorCode(
                        partition.leader() == PartitionImage.NO_LEADER
                                ? ErrorCode.LEADER_NOT_AVAILABLE.code()
                                : ErrorCode.NONE.code())
                .partitionIndex(partition.partition())
                .leaderId(partition.leader())
                .leaderEpoch(partition.leaderEpoch())
                .replicaNodes(partition.replicas())
                .isrNodes(partition.isr())
                .eligibleLeaderReplicas(List.of())
                .lastKnownElr(List.of())
                .offlineReplicas(partition.replicas().stream()
                        .filter(broker -> isOffline(image, broker))
                        .toList());
    }

    private static boolean isOffline(MetadataImage image, int broker) {
        var registered = image.brokers().get(broker);
        return registered == null || registered.fenced();
    }
}
