package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.ElectLeadersRequest;
import io.highwater.broker.protocol.message.ElectLeadersResponse;
import io.highwater.broker.protocol.message.ElectLeadersResponse.PartitionResult;
import io.highwater.broker.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Elections that an administrator asks for: back to the preferred replica, or, where nobody leads any more, to a
/// replica that may lack records.
///
/// Source: KIP-183 (preferred), KIP-460 (unclean).
final class LeaderElections {
    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;
    private static final short CHANGE_VERSION = 1;

    /// How one partition came out.
    private record Outcome(ErrorCode error, String message, Optional<MetadataRecord> record) {
        static Outcome refused(ErrorCode error, String message) {
            return new Outcome(error, message, Optional.empty());
        }
    }

    ControllerResult<ElectLeadersResponse> elect(MetadataImage image, ElectLeadersRequest request) {
        var response = new ElectLeadersResponse();
        if (request.electionType() != PREFERRED && request.electionType() != UNCLEAN) {
            return new ControllerResult<>(List.of(), response.errorCode(ErrorCode.INVALID_REQUEST.code()));
        }
        var records = new ArrayList<MetadataRecord>();
        var wanted = request.topicPartitions();
        if (wanted == null) {
            image.topics()
                    .forEach(topic -> response.replicaElectionResults()
                            .add(electAll(image, topic, request.electionType(), records)));
        } else {
            wanted.forEach(topic -> response.replicaElectionResults()
                    .add(elect(image, topic.topic(), topic.partitions(), request.electionType(), records)));
        }
        return new ControllerResult<>(records, response);
    }

    /// Who asks for everything is told only of what there was to do.
    private static ReplicaElectionResult electAll(
            MetadataImage image, TopicImage topic, byte type, List<MetadataRecord> records) {
        var all = IntStream.range(0, topic.partitions().size()).boxed().toList();
        var result = elect(image, topic.name(), all, type, records);
        result.partitionResult().removeIf(one -> one.errorCode() == ErrorCode.ELECTION_NOT_NEEDED.code());
        return result;
    }

    private static ReplicaElectionResult elect(
            MetadataImage image, String topic, List<Integer> partitions, byte type, List<MetadataRecord> records) {
        var result = new ReplicaElectionResult().topic(topic);
        for (int partition : partitions) {
            var outcome = elect(image, topic, partition, type);
            outcome.record().ifPresent(records::add);
            result.partitionResult()
                    .add(new PartitionResult()
                            .partitionId(partition)
                            .errorCode(outcome.error().code())
                            .errorMessage(outcome.error() == ErrorCode.NONE ? null : outcome.message()));
        }
        return result;
    }

    private static Outcome elect(MetadataImage image, String name, int index, byte type) {
        var topic = image.topic(name);
        if (topic.isEmpty()) {
            return Outcome.refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no topic '%s'.".formatted(name));
        }
        var partitions = topic.get().partitions();
        if (index < 0 || index >= partitions.size()) {
            return Outcome.refused(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no partition %s-%d; the topic has %d.".formatted(name, index, partitions.size()));
        }
        var partition = partitions.get(index);
        return type == PREFERRED
                ? electPreferred(image, topic.get(), partition)
                : electUnclean(image, topic.get(), partition);
    }

    private static Outcome electPreferred(MetadataImage image, TopicImage topic, PartitionImage partition) {
        int preferred = partition.replicas().getFirst();
        if (partition.leader() == preferred) {
            return Outcome.refused(
                    ErrorCode.ELECTION_NOT_NEEDED,
                    "The preferred replica %d leads %s-%d already."
                            .formatted(preferred, topic.name(), partition.partition()));
        }
        if (!partition.isr().contains(preferred) || !isActive(image, preferred)) {
            return Outcome.refused(
                    ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE,
                    "The preferred replica %d of %s-%d is not running and in sync."
                            .formatted(preferred, topic.name(), partition.partition()));
        }
        return led(topic, partition, preferred);
    }

    private static Outcome electUnclean(MetadataImage image, TopicImage topic, PartitionImage partition) {
        if (partition.leader() != PartitionImage.NO_LEADER) {
            return Outcome.refused(
                    ErrorCode.ELECTION_NOT_NEEDED,
                    "%s-%d has a leader: %d.".formatted(topic.name(), partition.partition(), partition.leader()));
        }
        var candidates = new ArrayList<>(partition.isr());
        candidates.addAll(partition.replicas());
        return candidates.stream()
                .filter(broker -> isActive(image, broker))
                .findFirst()
                .map(broker -> led(topic, partition, broker))
                .orElseGet(() -> Outcome.refused(
                        ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
                        "No replica of %s-%d is running: %s."
                                .formatted(topic.name(), partition.partition(), partition.replicas())));
    }

    /// A leader from outside the replicas in sync is the only one in sync: what the others have more is lost.
    private static Outcome led(TopicImage topic, PartitionImage partition, int leader) {
        var change = new PartitionChangeRecord()
                .topicId(topic.id())
                .partitionId(partition.partition())
                .leader(leader);
        if (!partition.isr().contains(leader)) {
            change.isr(List.of(leader));
        }
        return new Outcome(ErrorCode.NONE, "", Optional.of(new MetadataRecord(change, CHANGE_VERSION)));
    }

    private static boolean isActive(MetadataImage image, int broker) {
        var registered = image.brokers().get(broker);
        return registered != null && registered.isActive();
    }
}
