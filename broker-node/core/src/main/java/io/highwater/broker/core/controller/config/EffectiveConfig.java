package io.highwater.broker.core.controller.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the value that counts: what the resource itself sets, else what the broker sets under one of the synonyms,
/// else the default.
///
/// @param own            values set for the resource
/// @param broker         values set for the one broker while it ran
/// @param allBrokers     values set for all brokers while they ran
/// @param staticBroker   values from the broker's own configuration
public record EffectiveConfig(
        Map<String, String> own,
        Map<String, String> broker,
        Map<String, String> allBrokers,
        Map<String, String> staticBroker) {
    public EffectiveConfig {
        own = Map.copyOf(own);
        broker = Map.copyOf(broker);
        allBrokers = Map.copyOf(allBrokers);
        staticBroker = Map.copyOf(staticBroker);
    }

    /// A value and where it comes from.
    ///
    /// @param name the key under which it was set: the key itself or a synonym
    public record Value(String name, @Nullable String value, ConfigSource source) {}

    /// What counts for a topic.
    public Value ofTopic(ConfigKey key) {
        var set = own.get(key.name());
        if (set != null) {
            return new Value(key.name(), set, ConfigSource.DYNAMIC_TOPIC_CONFIG);
        }
        for (var synonym : key.synonyms()) {
            var found = ofBroker(synonym.key());
            if (found.isPresent()) {
                var value = found.get().value();
                return new Value(
                        synonym.key(),
                        value == null ? null : synonym.convert(value),
                        found.get().source());
            }
        }
        return new Value(key.name(), key.defaultValue(), ConfigSource.DEFAULT_CONFIG);
    }

    /// What is set for the broker under this name.
    public Optional<Value> ofBroker(String name) {
        return settings(List.of(name)).stream().findFirst();
    }

    /// Everything that is set for the broker under these names: strongest source first, and within a source strongest
    /// name first.
    public List<Value> settings(List<String> names) {
        var settings = new ArrayList<Value>();
        addSettings(settings, names, broker, ConfigSource.DYNAMIC_BROKER_CONFIG);
        addSettings(settings, names, allBrokers, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        addSettings(settings, names, staticBroker, ConfigSource.STATIC_BROKER_CONFIG);
        return settings;
    }

    private static void addSettings(
            List<Value> settings, List<String> names, Map<String, String> values, ConfigSource source) {
        for (var name : names) {
            var value = values.get(name);
            if (value != null) {
                settings.add(new Value(name, value, source));
            }
        }
    }

    /// All values that count for a topic, by key.
    public Map<String, String> topic() {
        var values = new HashMap<String, String>();
        for (var key : TopicConfigs.TABLE.keys().values()) {
            var value = ofTopic(key).value();
            if (value != null) {
                values.put(key.name(), value.trim());
            }
        }
        return values;
    }
}
