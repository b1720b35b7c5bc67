package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsResponse;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Moving partitions between brokers. Without replication nothing can be copied, so what a request may change is the
/// order of the replicas that there are, which is done at once; whatever else it asks for is refused. Therefore no
/// reassignment is ever under way, and there is none to list or to cancel.
///
/// Source: KIP-455, KIP-860.
final class Reassignments {
    private static final short CHANGE_VERSION = 1;

    ControllerResult<AlterPartitionReassignmentsResponse> alter(
            MetadataImage image, AlterPartitionReassignmentsRequest request) {
        var records = new ArrayList<MetadataRecord>();
        var response = new AlterPartitionReassignmentsResponse()
                .allowReplicationFactorChange(request.allowReplicationFactorChange());
        for (var topic : request.topics()) {
            var result = new ReassignableTopicResponse().name(topic.name());
            for (var partition : topic.partitions()) {
                var refusal = reassign(image, topic.name(), partition, request, records);
                result.partitions()
                        .add(new ReassignablePartitionResponse()
                                .partitionIndex(partition.partitionIndex())
                                .errorCode(refusal.map(Refusal::error)
                                        .orElse(ErrorCode.NONE)
                                        .code())
                                .errorMessage(refusal.map(Refusal::message).orElse(null)));
            }
            response.responses().add(result);
        }
        return new ControllerResult<>(records, response);
    }

    private static Optional<Refusal> reassign(
            MetadataImage image,
            String name,
            ReassignablePartition wanted,
            AlterPartitionReassignmentsRequest request,
            List<MetadataRecord> records) {
        var topic = image.topic(name);
        if (topic.isEmpty()) {
            return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no topic '%s'.".formatted(name));
        }
        var partitions = topic.get().partitions();
        var index = wanted.partitionIndex();
        if (index < 0 || index >= partitions.size()) {
            return refuse(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no partition %s-%d; the topic has %d.".formatted(name, index, partitions.size()));
        }
        var replicas = wanted.replicas();
        if (replicas == null) {
            return refuse(
                    ErrorCode.NO_REASSIGNMENT_IN_PROGRESS,
                    "No reassignment of %s-%d is under way, so there is none to cancel.".formatted(name, index));
        }
        var partition = partitions.get(index);
        return refuse(image, partition, replicas, request.allowReplicationFactorChange())
                .or(() -> {
                    if (!replicas.equals(partition.replicas())) {
                        records.add(reorder(topic.get().id(), partition, replicas));
                    }
                    return Optional.empty();
                });
    }

    private static Optional<Refusal> refuse(
            MetadataImage image, PartitionImage partition, List<Integer> replicas, boolean allowFactorChange) {
        var count = partition.replicas().size();
        return Assignments.checkBrokers(image, partition.partition(), replicas)
                .or(() -> allowFactorChange || replicas.size() == count
                        ? Optional.empty()
                        : refuse(
                                ErrorCode.INVALID_REPLICATION_FACTOR,
                                "The replication factor would change from %d to %d, which the request does not allow."
                                        .formatted(count, replicas.size())))
                .or(() -> new HashSet<>(replicas).equals(new HashSet<>(partition.replicas()))
                        ? Optional.empty()
                        : refuse(
                                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                                "Replicas cannot be moved from %s to %s: this version does not replicate."
                                        .formatted(partition.replicas(), replicas)));
    }

    private static MetadataRecord reorder(Uuid topicId, PartitionImage partition, List<Integer> replicas) {
        var change = new PartitionChangeRecord()
                .topicId(topicId)
                .partitionId(partition.partition())
                .replicas(replicas);
        if (partition.directories().size() == partition.replicas().size()) {
            change.directories(replicas.stream()
                    .map(broker ->
                            partition.directories().get(partition.replicas().indexOf(broker)))
                    .toList());
        }
        return new MetadataRecord(change, CHANGE_VERSION);
    }

    private static Optional<Refusal> refuse(ErrorCode error, String message) {
        return Optional.of(new Refusal(error, message));
    }
}
