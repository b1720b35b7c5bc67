package io.highwater.broker.core.controller;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.core.controller.BrokerImage.Endpoint;
import io.highwater.broker.core.controller.BrokerImage.SupportedLevels;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.metadata.BrokerRegistrationChangeRecord;
import io.highwater.broker.protocol.metadata.ClientQuotaRecord;
import io.highwater.broker.protocol.metadata.ConfigRecord;
import io.highwater.broker.protocol.metadata.FeatureLevelRecord;
import io.highwater.broker.protocol.metadata.FenceBrokerRecord;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import io.highwater.broker.protocol.metadata.PartitionRecord;
import io.highwater.broker.protocol.metadata.ProducerIdsRecord;
import io.highwater.broker.protocol.metadata.RegisterBrokerRecord;
import io.highwater.broker.protocol.metadata.RemoveTopicRecord;
import io.highwater.broker.protocol.metadata.TopicRecord;
import io.highwater.broker.protocol.metadata.UnfenceBrokerRecord;
import io.highwater.broker.protocol.metadata.UnregisterBrokerRecord;
import io.highwater.broker.protocol.wire.ApiMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Folds metadata records into the next image: a mutable copy that lives for one batch.
///
/// Copying is shallow: maps are copied per batch, topics only when a record touches them.
final class ImageFold {
    final TreeMap<Integer, BrokerImage> brokers;
    final Map<Uuid, String> topicNames;
    final Map<ConfigResource, NavigableMap<String, String>> configs;
    final TreeMap<String, Short> features;
    QuotaImage quotas;
    long nextProducerId;

    private final TreeMap<String, TopicImage> topics;

    /// Partitions of topics that this batch has touched; a topic with thousands of them is built once.
    private final Map<String, List<PartitionImage>> touched = new HashMap<>();

    ImageFold() {
        this.brokers = new TreeMap<>();
        this.topics = new TreeMap<>();
        this.topicNames = new HashMap<>();
        this.configs = new HashMap<>();
        this.features = new TreeMap<>();
        this.quotas = QuotaImage.EMPTY;
    }

    ImageFold(MetadataImage image) {
        this.brokers = new TreeMap<>(image.brokers());
        this.topics = new TreeMap<>(image.topicsByName());
        this.topicNames = new HashMap<>(image.topicNames());
        this.configs = new HashMap<>(image.configs());
        this.features = new TreeMap<>(image.features());
        this.quotas = image.quotas();
        this.nextProducerId = image.nextProducerId();
    }

    /// The topics with all changes of this batch.
    NavigableMap<String, TopicImage> topics() {
        touched.forEach((name, partitions) ->
                topics.computeIfPresent(name, (_, topic) -> new TopicImage(name, topic.id(), partitions)));
        touched.clear();
        return topics;
    }

    void apply(ApiMessage record) {
        switch (record) {
            case TopicRecord topic -> {
                topics.put(topic.name(), new TopicImage(topic.name(), topic.topicId(), List.of()));
                topicNames.put(topic.topicId(), topic.name());
            }
            case RemoveTopicRecord removed -> removeTopic(removed);
            case PartitionRecord partition -> put(partition.topicId(), PartitionImage.of(partition));
            case PartitionChangeRecord change -> change(change);
            case ConfigRecord config -> configure(config);
            case FeatureLevelRecord feature -> feature(feature);
            case ClientQuotaRecord quota -> quotas = quotas.with(quota);
            case ProducerIdsRecord block -> nextProducerId = block.nextProducerId();
            case RegisterBrokerRecord broker -> brokers.put(broker.brokerId(), registered(broker));
            case UnregisterBrokerRecord broker -> brokers.remove(broker.brokerId());
            case FenceBrokerRecord broker -> update(broker.id(), b -> b.withFenced(true));
            case UnfenceBrokerRecord broker -> update(broker.id(), b -> b.withFenced(false));
            case BrokerRegistrationChangeRecord change -> change(change);
            default -> {} // Kinds that we do not decide by: ACLs, SCRAM users, controllers.
        }
    }

    // ---- topics

    private void removeTopic(RemoveTopicRecord removed) {
        var name = topicNames.remove(removed.topicId());
        if (name != null) {
            topics.remove(name);
            touched.remove(name);
            configs.remove(ConfigResource.topic(name));
        }
    }

    private void put(Uuid topicId, PartitionImage partition) {
        var partitions = partitionsOf(topicId);
        if (partition.partition() < partitions.size()) {
            partitions.set(partition.partition(), partition);
        } else if (partition.partition() == partitions.size()) {
            partitions.add(partition);
        } else {
            throw new InvariantViolation("metadata names partition %d of topic %s, which has %d"
                    .formatted(partition.partition(), topicId, partitions.size()));
        }
    }

    private void change(PartitionChangeRecord change) {
        var partitions = partitionsOf(change.topicId());
        if (change.partitionId() >= partitions.size()) {
            throw new InvariantViolation("metadata changes partition %d of topic %s, which has %d"
                    .formatted(change.partitionId(), change.topicId(), partitions.size()));
        }
        partitions.set(
                change.partitionId(), partitions.get(change.partitionId()).with(change));
    }

    private List<PartitionImage> partitionsOf(Uuid topicId) {
        var name = topicNames.get(topicId);
        var topic = name == null ? null : topics.get(name);
        if (name == null || topic == null) {
            throw new InvariantViolation("metadata names a partition of the unknown topic " + topicId);
        }
        return touched.computeIfAbsent(name, _ -> new ArrayList<>(topic.partitions()));
    }

    // ---- configuration and features

    private void configure(ConfigRecord config) {
        var resource = new ConfigResource(ConfigResource.Type.of(config.resourceType()), config.resourceName());
        var changed = new TreeMap<>(configs.getOrDefault(resource, new TreeMap<>()));
        if (config.value() == null) {
            changed.remove(config.name());
        } else {
            changed.put(config.name(), config.value());
        }
        if (changed.isEmpty()) {
            configs.remove(resource);
        } else {
            configs.put(resource, changed);
        }
    }

    private void feature(FeatureLevelRecord feature) {
        if (feature.featureLevel() == 0) {
            features.remove(feature.name());
        } else {
            features.put(feature.name(), feature.featureLevel());
        }
    }

    // ---- brokers

    private static BrokerImage registered(RegisterBrokerRecord broker) {
        return new BrokerImage(
                broker.brokerId(),
                broker.brokerEpoch(),
                broker.incarnationId(),
                broker.endPoints().stream()
                        .map(e -> new Endpoint(e.name(), e.host(), e.port(), e.securityProtocol()))
                        .toList(),
                Optional.ofNullable(broker.rack()),
                broker.fenced(),
                broker.inControlledShutdown(),
                broker.features().stream()
                        .collect(Collectors.toMap(
                                f -> f.name(),
                                f -> new SupportedLevels(f.minSupportedVersion(), f.maxSupportedVersion()))),
                broker.logDirs());
    }

    private void change(BrokerRegistrationChangeRecord change) {
        update(change.brokerId(), broker -> {
            var changed = change.fenced() == 0 ? broker : broker.withFenced(change.fenced() > 0);
            changed = change.inControlledShutdown() == 0 ? changed : changed.withInControlledShutdown(true);
            return change.logDirs().isEmpty() ? changed : changed.withLogDirs(change.logDirs());
        });
    }

    private void update(int brokerId, UnaryOperator<BrokerImage> change) {
        brokers.computeIfPresent(brokerId, (_, broker) -> change.apply(broker));
    }
}
