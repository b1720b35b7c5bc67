package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.config.BrokerConfigs;
import io.highwater.broker.core.controller.config.ClientMetricsConfigs;
import io.highwater.broker.core.controller.config.ConfigKey;
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
import io.highwater.broker.protocol.message.ListConfigResourcesRequest;
import io.highwater.broker.protocol.message.ListConfigResourcesResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
        var names = wanted.configurationKeys();
        for (var entry : entries(image, resource)) {
            if (names == null || names.isEmpty() || names.contains(entry.key().name())) {
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
        if (resource.type() == ConfigResource.Type.TOPIC && resource.name().isEmpty()) {
            return Optional.of(new Refusal(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    TopicNames.problem(resource.name()).orElse("")));
        }
        return Configurations.checkResource(image, resource);
    }

    /// What counts for this node, by key: what was set while it ran, else what its configuration says, else the
    /// default.
    public Map<String, String> brokerConfig(MetadataImage image) {
        var values = new HashMap<String, String>();
        for (var entry : broker(effective(image, ConfigResource.broker(nodeId)))) {
            var value = entry.value();
            if (value != null) {
                values.put(entry.key().name(), value.trim());
            }
        }
        return values;
    }

    /// ListConfigResources: what there is to configure. Before version 1 that was subscriptions to client metrics only.
    public static ListConfigResourcesResponse list(
            MetadataImage image, ListConfigResourcesRequest request, short version) {
        var listable = version == 0
                ? List.of(ConfigResource.Type.CLIENT_METRICS)
                : List.of(
                        ConfigResource.Type.GROUP,
                        ConfigResource.Type.CLIENT_METRICS,
                        ConfigResource.Type.BROKER,
                        ConfigResource.Type.TOPIC);
        var wanted =
                request.resourceTypes().stream().map(ConfigResource.Type::of).toList();
        var response = new ListConfigResourcesResponse();
        if (!listable.containsAll(wanted)) {
            return response.errorCode(ErrorCode.UNSUPPORTED_VERSION.code());
        }
        for (var type : wanted.isEmpty() ? listable : wanted.stream().distinct().toList()) {
            names(image, type)
                    .forEach(name -> response.configResources()
                            .add(new ListConfigResourcesResponse.ConfigResource()
                                    .resourceName(name)
                                    .resourceType(type.id())));
        }
        return response;
    }

    private static List<String> names(MetadataImage image, ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> image.topics().stream().map(TopicImage::name).toList();
            case BROKER ->
                image.activeBrokers().stream()
                        .map(broker -> Integer.toString(broker.id()))
                        .toList();
            case GROUP, CLIENT_METRICS ->
                image.configs().keySet().stream()
                        .filter(resource -> resource.type() == type)
                        .map(ConfigResource::name)
                        .sorted()
                        .toList();
            case BROKER_LOGGER, UNKNOWN -> List.of();
        };
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
            case CLIENT_METRICS ->
                ClientMetricsConfigs.TABLE.keys().values().stream()
                        .map(key -> clientMetricsEntry(key, image.config(resource)))
                        .toList();
            case BROKER -> resource.name().isEmpty() ? allBrokers(image) : broker(effective);
            case BROKER_LOGGER, UNKNOWN -> List.of();
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
        var settings = new ArrayList<Value>();
        var own = effective.own().get(key.name());
        if (own != null) {
            settings.add(new Value(key.name(), key.canonical(own), ConfigSource.DYNAMIC_TOPIC_CONFIG));
        }
        if (!key.synonyms().isEmpty()) {
            settings.addAll(settings(effective, key.synonyms().getFirst().key()));
        }
        var value = effective.ofTopic(key).value();
        return new Entry(key, value == null ? null : key.canonical(value), source(settings), settings);
    }

    private Entry groupEntry(ConfigKey key, EffectiveConfig effective) {
        var settings = new ArrayList<Value>();
        var own = effective.own().get(key.name());
        if (own != null) {
            settings.add(new Value(key.name(), key.canonical(own), ConfigSource.DYNAMIC_GROUP_CONFIG));
        }
        var brokerName = GroupConfigs.brokerName(key);
        settings.addAll(effective.settings(List.of(brokerName)));
        settings.add(new Value(brokerName, key.defaultValue(), ConfigSource.DEFAULT_CONFIG));
        return new Entry(key, settings.getFirst().value(), source(settings), settings);
    }

    /// What is set under a broker key and those that say the same in other units, beginning with the key itself: what
    /// is set under the others alone does not count as a history of this one.
    private List<Value> settings(EffectiveConfig effective, String name) {
        var family = BrokerConfigs.family(name);
        var settings = new ArrayList<>(effective.settings(family));
        settings.addAll(defaults(family));
        return settings.stream()
                .dropWhile(setting -> !setting.name().equals(name))
                .toList();
    }

    private static ConfigSource source(List<Value> settings) {
        return settings.isEmpty()
                ? ConfigSource.DEFAULT_CONFIG
                : settings.getFirst().source();
    }

    /// The client knows no default of a subscription: what is not set is shown with it, but without a history.
    private static Entry clientMetricsEntry(ConfigKey key, Map<String, String> own) {
        var set = own.get(key.name());
        if (set == null) {
            return new Entry(key, key.defaultValue(), ConfigSource.DEFAULT_CONFIG, List.of());
        }
        var value = new Value(key.name(), set, ConfigSource.CLIENT_METRICS_CONFIG);
        return new Entry(key, set, value.source(), List.of(value));
    }

    private List<Entry> broker(EffectiveConfig effective) {
        var entries = new ArrayList<Entry>();
        for (var key : brokerKeys.keys().values()) {
            var settings = settings(effective, key.name());
            var value = settings.isEmpty()
                    ? key.defaultValue()
                    : settings.getFirst().value();
            entries.add(new Entry(key, value, source(settings), settings));
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
