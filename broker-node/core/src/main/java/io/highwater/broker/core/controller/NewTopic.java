package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.config.EffectiveConfig;
import io.highwater.broker.core.controller.config.TopicConfigs;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.highwater.broker.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.highwater.broker.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.highwater.broker.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Decides about one topic that shall be created.
final class NewTopic {
    /// From this version on the answer carries the topic's configuration.
    private static final short RETURNS_CONFIGS = 5;

    private final ControllerSettings settings;
    private final MetadataImage image;
    private final CreatableTopic topic;

    NewTopic(ControllerSettings settings, MetadataImage image, CreatableTopic topic) {
        this.settings = settings;
        this.image = image;
        this.topic = topic;
    }

    /// What becomes of the topic.
    record Outcome(CreatableTopicResult result, List<MetadataRecord> records) {
        static Outcome refused(CreatableTopic topic, Refusal refusal) {
            var result = new CreatableTopicResult()
                    .name(topic.name())
                    .errorCode(refusal.error().code())
                    .errorMessage(refusal.message());
            return new Outcome(result, List.of());
        }
    }

    Outcome decide(ReplicaPlacement placement, Uuid id, short version) {
        return refuse(placement).map(refusal -> Outcome.refused(topic, refusal)).orElseGet(() -> {
            var replicas = topic.assignments().isEmpty() ? place(placement) : manual();
            return new Outcome(result(id, replicas, version), records(id, replicas));
        });
    }

    // ---- refusals

    private Optional<Refusal> refuse(ReplicaPlacement placement) {
        return refuseName()
                .or(this::refuseConfigs)
                .or(() -> topic.assignments().isEmpty() ? refuseCounts(placement) : refuseAssignments());
    }

    private Optional<Refusal> refuseName() {
        var name = topic.name();
        var problem = TopicNames.problem(name);
        if (problem.isPresent()) {
            return refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, problem.get());
        }
        if (name.equals(InternalTopics.CLUSTER_METADATA)) {
            return refuse(
                    ErrorCode.INVALID_REQUEST, "'%s' is the cluster's own log; choose another name.".formatted(name));
        }
        if (image.topic(name).isPresent()) {
            return refuse(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '%s' already exists.".formatted(name));
        }
        return image.topics().stream()
                .filter(existing -> TopicNames.collide(existing.name(), name))
                .findFirst()
                .flatMap(existing -> refuse(
                        ErrorCode.INVALID_TOPIC_EXCEPTION,
                        "Topic '%s' collides with existing topic: %s. Names must differ in more than '.' and '_'."
                                .formatted(name, existing.name())));
    }

    private Optional<Refusal> refuseConfigs() {
        var values = new HashMap<String, @Nullable String>();
        for (var config : topic.configs()) {
            if (config.value() == null) {
                return refuse(
                        ErrorCode.INVALID_CONFIG,
                        "%s has no value. Leave the key out to use the default.".formatted(config.name()));
            }
            if (values.put(config.name(), config.value()) != null) {
                return refuse(
                        ErrorCode.INVALID_REQUEST, "%s is set more than once for one topic.".formatted(config.name()));
            }
        }
        return Configurations.checkValues(ConfigResource.Type.TOPIC, Map.of(), values);
    }

    private Optional<Refusal> refuseCounts(ReplicaPlacement placement) {
        if (topic.replicationFactor() < -1 || topic.replicationFactor() == 0) {
            return refuse(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Replication factor must be larger than 0, or -1 to use the default value.");
        }
        if (topic.numPartitions() < -1 || topic.numPartitions() == 0) {
            return refuse(
                    ErrorCode.INVALID_PARTITIONS,
                    "Number of partitions must be larger than 0, or -1 to use the default value, but is %d."
                            .formatted(topic.numPartitions()));
        }
        return checkReplicationFactor(placement, replicationFactor());
    }

    /// Are there enough brokers?
    static Optional<Refusal> checkReplicationFactor(ReplicaPlacement placement, int replicationFactor) {
        if (replicationFactor > placement.brokerCount()) {
            return refuse(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition %d time(s): only %d broker(s) are registered. Ask for at most %d."
                            .formatted(replicationFactor, placement.brokerCount(), placement.brokerCount()));
        }
        return placement.hasActiveBrokers()
                ? Optional.empty()
                : refuse(
                        ErrorCode.INVALID_REPLICATION_FACTOR,
                        "Unable to replicate the partition %d time(s): all brokers are fenced or shutting down."
                                .formatted(replicationFactor));
    }

    private Optional<Refusal> refuseAssignments() {
        if (topic.replicationFactor() != -1) {
            return refuse(
                    ErrorCode.INVALID_REQUEST,
                    "A manual partition assignment was specified, but replication factor was not set to -1.");
        }
        if (topic.numPartitions() != -1) {
            return refuse(
                    ErrorCode.INVALID_REQUEST,
                    "A manual partition assignment was specified, but numPartitions was not set to -1.");
        }
        var replicationFactor = 0;
        var seen = new TreeMap<Integer, Integer>();
        for (var assignment : topic.assignments()) {
            var partition = assignment.partitionIndex();
            if (seen.put(partition, partition) != null) {
                return refuse(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "Partition %d is assigned more than once.".formatted(partition));
            }
            var refusal = Assignments.check(image, partition, assignment.brokerIds(), replicationFactor);
            if (refusal.isPresent()) {
                return refusal;
            }
            replicationFactor = assignment.brokerIds().size();
        }
        return seen.firstKey() == 0 && seen.lastKey() == seen.size() - 1
                ? Optional.empty()
                : refuse(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "Partitions must be numbered from 0 without gaps, but are %s.".formatted(seen.keySet()));
    }

    private static Optional<Refusal> refuse(ErrorCode error, String message) {
        return Optional.of(new Refusal(error, message));
    }

    // ---- the topic

    private int replicationFactor() {
        return topic.replicationFactor() == -1 ? settings.defaultReplicationFactor() : topic.replicationFactor();
    }

    private List<List<Integer>> place(ReplicaPlacement placement) {
        var count = topic.numPartitions() == -1 ? settings.defaultPartitions() : topic.numPartitions();
        var replicas = new ArrayList<List<Integer>>();
        for (var i = 0; i < count; i++) {
            replicas.add(placement.place(replicationFactor()));
        }
        return replicas;
    }

    private List<List<Integer>> manual() {
        var byPartition = new TreeMap<Integer, List<Integer>>();
        topic.assignments().forEach(assignment -> byPartition.put(assignment.partitionIndex(), assignment.brokerIds()));
        return List.copyOf(byPartition.values());
    }

    private List<MetadataRecord> records(Uuid id, List<List<Integer>> replicas) {
        var records = new ArrayList<MetadataRecord>();
        records.add(new MetadataRecord(new TopicRecord().name(topic.name()).topicId(id), (short) 0));
        records.addAll(Configurations.records(image, ConfigResource.topic(topic.name()), configs()));
        for (var partition = 0; partition < replicas.size(); partition++) {
            records.add(Assignments.record(image, id, partition, replicas.get(partition)));
        }
        return records;
    }

    private Map<String, @Nullable String> configs() {
        var values = new HashMap<String, @Nullable String>();
        topic.configs().forEach(config -> values.put(config.name(), config.value()));
        return values;
    }

    // ---- the answer

    private CreatableTopicResult result(Uuid id, List<List<Integer>> replicas, short version) {
        var result = new CreatableTopicResult().name(topic.name()).topicId(id);
        if (version >= RETURNS_CONFIGS) {
            result.numPartitions(replicas.size())
                    .replicationFactor((short) replicas.getFirst().size())
                    .configs(describe());
        }
        return result;
    }

    private List<CreatableTopicConfigs> describe() {
        var own = new HashMap<String, String>();
        for (CreatableTopicConfig config : topic.configs()) {
            if (config.value() != null) {
                own.put(config.name(), config.value());
            }
        }
        var effective = new EffectiveConfig(
                own, Map.of(), image.config(ConfigResource.allBrokers()), settings.staticBrokerConfig());
        var described = new ArrayList<CreatableTopicConfigs>();
        for (var key : TopicConfigs.TABLE.keys().values()) {
            var value = effective.ofTopic(key);
            described.add(new CreatableTopicConfigs()
                    .name(key.name())
                    .value(value.value())
                    .readOnly(key.isReadOnly())
                    .isSensitive(key.isSensitive())
                    .configSource(value.source().id()));
        }
        return described;
    }
}
