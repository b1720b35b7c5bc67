package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.config.BrokerConfigs;
import io.highwater.broker.core.controller.config.ConfigKey;
import io.highwater.broker.core.controller.config.ConfigKey.Synonym;
import io.highwater.broker.core.controller.config.ConfigSource;
import io.highwater.broker.core.controller.config.ConfigTable;
import io.highwater.broker.core.controller.config.EffectiveConfig;
import io.highwater.broker.core.controller.config.EffectiveConfig.Value;
import io.highwater.broker.core.controller.config.GroupConfigs;
import io.highwater.broker.core.controller.config.TopicConfigs;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeConfigsRequest;
import io.highwater.broker.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.highwater.broker.protocol.message.DescribeConfigsResponse;
import io.highwater.broker.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.highwater.broker.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.highwater.broker.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers DescribeConfigs as one node: every key of a resource with its value, where the value comes from, and which
/// other settings it hides. Whether somebody may see a resource is decided before.
public final class ConfigDescriptions {
    private final int nodeId;
    private final ConfigTable brokerKeys;
    private final Map<String, String> staticConfig;

    /// @param nodeKeys     the node's own keys, beside those that give defaults to topics
    /// @param staticConfig what the node's configuration sets, by key; only what is really set
    public ConfigDescriptions(int nodeId, Collection<ConfigKey> nodeKeys, Map<String, String> staticConfig) {
        this.nodeId = nodeId;
        this.brokerKeys = BrokerConfigs.of(nodeKeys);
        this.staticConfig = Map.copyOf(staticConfig);
    }

    /// What counts for a topic on this node, by key.
    public Map<String, String> topicConfig(MetadataImage image, String topic) {
        return effective(image, ConfigResource.topic(topic)).topic();
    }

    public DescribeConfigsResponse describe(MetadataImage image, DescribeConfigsRequest request) {
        var response = new DescribeConfigsResponse();
        for (var wanted : request.resources()) {
            response.results().add(describe(image, wanted, request));
        }
        return response;
    }

    private DescribeConfigsResult describe(
            MetadataImage image, DescribeConfigsResource wanted, DescribeConfigsRequest request) {
        var resource = new ConfigResource(ConfigResource.Type.of(wanted.resourceType()), wanted.resourceName());
        var result =
                new DescribeConfigsResult().resourceType(wanted.resourceType()).resourceName(wanted.resourceName());
        var refusal = refuse(image, resource);
        if (refusal.isPresent()) {
            return result.errorCode(refusal.get().error().code())
                    .errorMessage(refusal.get().message());
        }
        for (var entry : entries(image, resource)) {
            if (wanted.configurationKeys() == null
                    || wanted.configurationKeys().contains(entry.key().name())) {
                result.configs().add(entry.describe(request));
            }
        }
        return result;
    }

    private Optional<Refusal> refuse(MetadataImage image, ConfigResource resource) {
        var isForeignBroker = resource.type() == ConfigResource.Type.BROKER
                && !resource.name().isEmpty()
                && !resource.name().equals(Integer.toString(nodeId));
        if (isForeignBroker) {
            return Optional.of(new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "This is node %d; ask node %s for its own configuration.".formatted(nodeId, resource.name())));
        }
        return Configurations.checkResource(image, resource);
    }

    // ---- what a resource has

    /// A key with its value and everything that was set for it.
    private record Entry(ConfigKey key, @Nullable String value, ConfigSource source, List<Value> settings) {
        DescribeConfigsResourceResult describe(DescribeConfigsRequest request) {
            var result = new DescribeConfigsResourceResult()
                    .name(key.name())
                    .value(key.isSensitive() ? null : value)
                    .readOnly(key.isReadOnly())
                    .isSensitive(key.isSensitive())
                    .configSource(source.id())
                    .configType(key.type().id());
            if (request.includeSynonyms()) {
                settings.forEach(setting -> result.synonyms().add(synonym(setting)));
            }
            return request.includeDocumentation() ? result.documentation(key.documentation()) : result;
        }

        private DescribeConfigsSynonym synonym(Value setting) {
            return new DescribeConfigsSynonym()
                    .name(setting.name())
                    .value(key.isSensitive() ? null : setting.value())
                    .source(setting.source().id());
        }
    }

    private List<Entry> entries(MetadataImage image, ConfigResource resource) {
        var effective = effective(image, resource);
        return switch (resource.type()) {
            case TOPIC ->
                TopicConfigs.TABLE.keys().values().stream()
                        .map(key -> topicEntry(key, effective))
                        .toList();
            case GROUP ->
                GroupConfigs.TABLE.keys().values().stream()
                        .map(key -> groupEntry(key, effective))
                        .toList();
            case BROKER -> resource.name().isEmpty() ? allBrokers(image) : broker(effective);
            case BROKER_LOGGER, CLIENT_METRICS, UNKNOWN -> List.of();
        };
    }

    private EffectiveConfig effective(MetadataImage image, ConfigResource resource) {
        return new EffectiveConfig(
                image.config(resource),
                image.config(ConfigResource.broker(nodeId)),
                image.config(ConfigResource.allBrokers()),
                staticConfig);
    }

    private Entry topicEntry(ConfigKey key, EffectiveConfig effective) {
        var value = effective.ofTopic(key);
        var names = key.synonyms().stream().map(Synonym::key).toList();
        var settings = new ArrayList<Value>();
        if (value.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG) {
            settings.add(value);
        }
        settings.addAll(effective.settings(names));
        settings.addAll(defaults(names));
        return new Entry(key, value.value(), value.source(), settings);
    }

    private static Entry groupEntry(ConfigKey key, EffectiveConfig effective) {
        var value = effective.ofGroup(key);
        return new Entry(key, value.value(), value.source(), List.of(value));
    }

    private List<Entry> broker(EffectiveConfig effective) {
        var entries = new ArrayList<Entry>();
        for (var key : brokerKeys.keys().values()) {
            var names = List.of(key.name());
            var settings = new ArrayList<>(effective.settings(names));
            settings.addAll(defaults(names));
            var strongest = settings.isEmpty() ? null : settings.getFirst();
            entries.add(
                    strongest == null
                            ? new Entry(key, key.defaultValue(), ConfigSource.DEFAULT_CONFIG, settings)
                            : new Entry(key, strongest.value(), strongest.source(), settings));
        }
        return entries;
    }

    /// For all brokers there is no whole configuration, only what was set while they ran.
    private List<Entry> allBrokers(MetadataImage image) {
        var entries = new ArrayList<Entry>();
        image.config(ConfigResource.allBrokers())
                .forEach((name, text) -> brokerKeys.find(name).ifPresent(key -> {
                    var value = new Value(name, text, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
                    entries.add(new Entry(key, text, value.source(), List.of(value)));
                }));
        return entries;
    }

    private List<Value> defaults(List<String> names) {
        var defaults = new ArrayList<Value>();
        for (var name : names) {
            brokerKeys
                    .find(name)
                    .flatMap(ConfigKey::defaultIfAny)
                    .ifPresent(value -> defaults.add(new Value(name, value, ConfigSource.DEFAULT_CONFIG)));
        }
        return defaults;
    }
}
