package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.CreatePartitionsRequest;
import io.highwater.broker.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.highwater.broker.protocol.message.CreatePartitionsResponse;
import io.highwater.broker.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.highwater.broker.protocol.message.CreateTopicsResponse;
import io.highwater.broker.protocol.message.DeleteTopicsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.highwater.broker.protocol.message.DeleteTopicsResponse;
import io.highwater.broker.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.highwater.broker.protocol.metadata.PartitionRecord;
import io.highwater.broker.protocol.metadata.RemoveTopicRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Creating, deleting and growing topics. The rules for one new topic are in [NewTopic].
final class TopicDecisions {
    /// From this version on a topic can be named by its id.
    private static final short DELETE_BY_ID = 6;

    private static final short DELETION_DISABLED = 3;

    private final ControllerSettings settings;
    private final RandomGenerator random;

    TopicDecisions(ControllerSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    // ---- creating

    ControllerResult<CreateTopicsResponse> create(
            MetadataImage image, CreateTopicsRequest request, short version, MutationQuota quota) {
        var repeated = repeated(request.topics(), CreatableTopic::name);
        var placement = new ReplicaPlacement(image, random);
        var records = new ArrayList<MetadataRecord>();
        var response = new CreateTopicsResponse();
        var current = image;
        var answered = new HashSet<String>();
        var excess = excess(partitions(request));
        for (var topic : request.topics()) {
            if (!answered.add(topic.name())) {
                continue;
            }
            var refusal = excess.or(() -> repetition(repeated, topic.name()));
            var outcome = refusal.isPresent()
                    ? NewTopic.Outcome.refused(topic, refusal.get())
                    : new NewTopic(settings, current, topic).decide(placement, Uuid.random(random), version);
            if (!request.validateOnly()) {
                outcome = within(quota, topic, outcome);
            }
            response.topics().add(outcome.result());
            records.addAll(outcome.records());
            // Later topics of the same request must not collide with this one.
            current = current.apply(outcome.records());
        }
        return new ControllerResult<>(request.validateOnly() ? List.of() : records, response);
    }

    private static NewTopic.Outcome within(MutationQuota quota, CreatableTopic topic, NewTopic.Outcome outcome) {
        var partitions = (int) outcome.records().stream()
                .filter(record -> record.message() instanceof PartitionRecord)
                .count();
        return within(quota, partitions)
                .map(refusal -> NewTopic.Outcome.refused(topic, refusal))
                .orElse(outcome);
    }

    /// Empty when the quota admits so many more partitions; none at all need no quota.
    private static Optional<Refusal> within(MutationQuota quota, int partitions) {
        return partitions == 0 || quota.admits(partitions)
                ? Optional.empty()
                : refuse(
                        ErrorCode.THROTTLING_QUOTA_EXCEEDED,
                        "The throttling quota has been exceeded: controller_mutation_rate allows no more partitions"
                                + " now; try again after the throttle time.");
    }

    private static <T> List<String> repeated(List<T> items, Function<T, String> name) {
        Map<String, Long> counts = items.stream().collect(Collectors.groupingBy(name, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Optional<Refusal> repetition(List<String> repeated, String name) {
        return repeated.contains(name)
                ? refuse(
                        ErrorCode.INVALID_REQUEST,
                        "The request names '%s' more than once. Name it once.".formatted(name))
                : Optional.empty();
    }

    /// An upper bound of what a request creates, from what it says.
    private long partitions(CreateTopicsRequest request) {
        return request.topics().stream()
                .mapToLong(topic -> topic.assignments().isEmpty()
                        ? Math.max(
                                topic.numPartitions() == -1 ? settings.defaultPartitions() : topic.numPartitions(), 0)
                        : topic.assignments().size())
                .sum();
    }

    /// Too much for one request, all of which is refused then: one decision is one batch in the metadata log.
    private static Optional<Refusal> excess(long partitions) {
        return partitions > Controller.MAX_RECORDS
                ? refuse(
                        ErrorCode.POLICY_VIOLATION,
                        "The request asks for %d partitions; at most %d are allowed at a time. Nothing was created."
                                .formatted(partitions, Controller.MAX_RECORDS))
                : Optional.empty();
    }

    // ---- deleting

    ControllerResult<DeleteTopicsResponse> delete(
            MetadataImage image, DeleteTopicsRequest request, short version, MutationQuota quota) {
        var wanted = version >= DELETE_BY_ID
                ? request.topics()
                : request.topicNames().stream()
                        .map(name -> new DeleteTopicState().name(name))
                        .toList();
        var records = new ArrayList<MetadataRecord>();
        var response = new DeleteTopicsResponse();
        for (var topic : wanted) {
            var found = find(image, topic);
            var result = new DeletableTopicResult()
                    .name(found.map(TopicImage::name).orElse(topic.name()))
                    .topicId(found.map(TopicImage::id).orElse(topic.topicId()));
            refuseDelete(topic, found, version)
                    .or(() -> found.flatMap(there -> refuseRepetition(wanted, there)))
                    .or(() -> found.flatMap(
                            there -> within(quota, there.partitions().size())))
                    .ifPresentOrElse(
                            refusal -> result.errorCode(refusal.error().code()).errorMessage(refusal.message()),
                            () -> records.add(
                                    new MetadataRecord(new RemoveTopicRecord().topicId(result.topicId()), (short) 0)));
            response.responses().add(result);
        }
        return new ControllerResult<>(records, response);
    }

    private static Optional<TopicImage> find(MetadataImage image, DeleteTopicState topic) {
        var name = topic.name();
        return name == null ? image.topic(topic.topicId()) : image.topic(name);
    }

    private Optional<Refusal> refuseDelete(DeleteTopicState topic, Optional<TopicImage> found, short version) {
        var hasId = !topic.topicId().equals(Uuid.ZERO);
        if (!settings.deleteTopicsEnabled()) {
            var error = version < DELETION_DISABLED ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED;
            return refuse(error, "Topic deletion is disabled. Set delete.topic.enable=true to allow it.");
        }
        if ((topic.name() != null) == hasId) {
            return refuse(ErrorCode.INVALID_REQUEST, "Name the topic either by its name or by its id.");
        }
        if (found.isPresent()) {
            return Optional.empty();
        }
        return hasId
                ? refuse(ErrorCode.UNKNOWN_TOPIC_ID, "There is no topic with the id %s.".formatted(topic.topicId()))
                : refuse(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "There is no topic '%s'. It may have been deleted already.".formatted(topic.name()));
    }

    /// Named twice in the same way, or once by name and once by id.
    private static Optional<Refusal> refuseRepetition(List<DeleteTopicState> wanted, TopicImage topic) {
        var count = wanted.stream()
                .filter(other -> topic.name().equals(other.name()) || topic.id().equals(other.topicId()))
                .count();
        return count > 1
                ? refuse(
                        ErrorCode.INVALID_REQUEST,
                        "The request names '%s' more than once. Name it once.".formatted(topic.name()))
                : Optional.empty();
    }

    // ---- growing

    ControllerResult<CreatePartitionsResponse> grow(
            MetadataImage image, CreatePartitionsRequest request, MutationQuota quota) {
        var repeated = repeated(request.topics(), CreatePartitionsTopic::name);
        var placement = new ReplicaPlacement(image, random);
        var admission = request.validateOnly() ? MutationQuota.UNLIMITED : quota;
        var records = new ArrayList<MetadataRecord>();
        var response = new CreatePartitionsResponse();
        var excess = excess(request.topics().stream()
                .mapToLong(wanted -> added(image, wanted))
                .sum());
        var answered = new HashSet<String>();
        for (var wanted : request.topics()) {
            if (answered.add(wanted.name())) {
                var refusal = excess.or(() -> repetition(repeated, wanted.name()))
                        .or(() -> grow(image, wanted, placement, records, admission));
                response.results().add(result(wanted, refusal));
            }
        }
        return new ControllerResult<>(request.validateOnly() ? List.of() : records, response);
    }

    private static long added(MetadataImage image, CreatePartitionsTopic wanted) {
        var present = image.topic(wanted.name())
                .map(topic -> topic.partitions().size())
                .orElse(0);
        return Math.max((long) wanted.count() - present, 0);
    }

    private static CreatePartitionsTopicResult result(CreatePartitionsTopic wanted, Optional<Refusal> refusal) {
        return new CreatePartitionsTopicResult()
                .name(wanted.name())
                .errorCode(refusal.map(Refusal::error).orElse(ErrorCode.NONE).code())
                .errorMessage(refusal.map(Refusal::message).orElse(null));
    }

    private static Optional<Refusal> grow(
            MetadataImage image,
            CreatePartitionsTopic wanted,
            ReplicaPlacement placement,
            List<MetadataRecord> records,
            MutationQuota quota) {
        var found = image.topic(wanted.name());
        if (found.isEmpty()) {
            return refuse(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no topic '%s'. Check its name, or create it first.".formatted(wanted.name()));
        }
        var topic = found.get();
        return refuseCount(topic, wanted)
                .or(() -> within(quota, wanted.count() - topic.partitions().size()))
                .or(() -> place(image, topic, wanted, placement, records));
    }

    private static Optional<Refusal> refuseCount(TopicImage topic, CreatePartitionsTopic wanted) {
        var count = topic.partitions().size();
        if (wanted.count() == count) {
            return refuse(ErrorCode.INVALID_PARTITIONS, "Topic already has %d partition(s).".formatted(count));
        }
        if (wanted.count() < count) {
            return refuse(
                    ErrorCode.INVALID_PARTITIONS,
                    "The topic %s currently has %d partition(s); %d would not be an increase. Partitions can only be added."
                            .formatted(topic.name(), count, wanted.count()));
        }
        var assignments = wanted.assignments();
        return assignments != null && assignments.size() != wanted.count() - count
                ? refuse(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "%d partition(s) are to be added, but %d assignment(s) were given."
                                .formatted(wanted.count() - count, assignments.size()))
                : Optional.empty();
    }

    private static Optional<Refusal> place(
            MetadataImage image,
            TopicImage topic,
            CreatePartitionsTopic wanted,
            ReplicaPlacement placement,
            List<MetadataRecord> records) {
        var replicationFactor = topic.partitions().getFirst().replicas().size();
        var assignments = wanted.assignments();
        var added = new ArrayList<MetadataRecord>();
        for (var partition = topic.partitions().size(); partition < wanted.count(); partition++) {
            Optional<Refusal> refusal;
            List<Integer> replicas = List.of();
            if (assignments == null) {
                refusal = NewTopic.checkReplicationFactor(placement, replicationFactor);
                replicas = refusal.isPresent() ? replicas : placement.place(replicationFactor);
            } else {
                replicas = assignments.get(added.size()).brokerIds();
                refusal = Assignments.check(image, partition, replicas, replicationFactor);
            }
            if (refusal.isPresent()) {
                return refusal;
            }
            added.add(Assignments.record(image, topic.id(), partition, replicas));
        }
        records.addAll(added);
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(ErrorCode error, String message) {
        return Optional.of(new Refusal(error, message));
    }
}
