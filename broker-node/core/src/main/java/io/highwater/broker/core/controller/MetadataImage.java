package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.Uuid;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the whole cluster agrees on: brokers, topics, configuration, features, quotas. Immutable; a new one is
/// folded from the old one and records. Every node holds one and answers from it.
public final class MetadataImage {
    public static final MetadataImage EMPTY = new MetadataImage(new ImageFold());

    private final NavigableMap<Integer, BrokerImage> brokers;
    private final NavigableMap<String, TopicImage> topics;
    private final Map<Uuid, String> topicNames;
    private final Map<ConfigResource, NavigableMap<String, String>> configs;
    private final NavigableMap<String, Short> features;
    private final QuotaImage quotas;
    private final long nextProducerId;

    MetadataImage(ImageFold fold) {
        this.brokers = Collections.unmodifiableNavigableMap(fold.brokers);
        this.topics = Collections.unmodifiableNavigableMap(fold.topics());
        this.topicNames = Collections.unmodifiableMap(fold.topicNames);
        this.configs = Collections.unmodifiableMap(fold.configs);
        this.features = Collections.unmodifiableNavigableMap(fold.features);
        this.quotas = fold.quotas;
        this.nextProducerId = fold.nextProducerId;
    }

    /// The image after one more record.
    public MetadataImage apply(MetadataRecord record) {
        return apply(List.of(record));
    }

    /// The image after these records. Folding many at once is much cheaper than one by one.
    public MetadataImage apply(List<MetadataRecord> records) {
        if (records.isEmpty()) {
            return this;
        }
        var fold = new ImageFold(this);
        records.forEach(record -> fold.apply(record.message()));
        return new MetadataImage(fold);
    }

    /// Registered brokers by id.
    public NavigableMap<Integer, BrokerImage> brokers() {
        return brokers;
    }

    /// Brokers that may hold new replicas and lead.
    public List<BrokerImage> activeBrokers() {
        return brokers.values().stream().filter(BrokerImage::isActive).toList();
    }

    /// All topics, sorted by name.
    public Collection<TopicImage> topics() {
        return topics.values();
    }

    public Optional<TopicImage> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    public Optional<TopicImage> topic(Uuid id) {
        return Optional.ofNullable(topicNames.get(id)).map(topics::get);
    }

    /// What was set for this resource, by key; empty when nothing was.
    public NavigableMap<String, String> config(ConfigResource resource) {
        return configs.getOrDefault(resource, Collections.emptyNavigableMap());
    }

    /// Everything that was set.
    public Map<ConfigResource, NavigableMap<String, String>> configs() {
        return configs;
    }

    /// Finalized feature levels.
    public NavigableMap<String, Short> features() {
        return features;
    }

    /// The levels that all brokers can run.
    public NavigableMap<String, BrokerImage.SupportedLevels> supportedFeatures() {
        return FeatureDecisions.supported(this);
    }

    /// Quotas of clients and addresses.
    public QuotaImage quotas() {
        return quotas;
    }

    /// First producer id that no broker has been given.
    public long nextProducerId() {
        return nextProducerId;
    }

    NavigableMap<String, TopicImage> topicsByName() {
        return topics;
    }

    Map<Uuid, String> topicNames() {
        return topicNames;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MetadataImage image
                && brokers.equals(image.brokers)
                && topics.equals(image.topics)
                && configs.equals(image.configs)
                && features.equals(image.features)
                && quotas.equals(image.quotas)
                && nextProducerId == image.nextProducerId;
    }

    @Override
    public int hashCode() {
        return Objects.hash(brokers, topics, configs, features, quotas, nextProducerId);
    }

    @Override
    public String toString() {
        return "MetadataImage[brokers=%s, topics=%s, configs=%s, features=%s, quotas=%s, nextProducerId=%d]"
                .formatted(brokers, topics, configs, features, quotas, nextProducerId);
    }
}
