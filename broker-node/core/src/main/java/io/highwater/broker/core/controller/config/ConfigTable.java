package io.highwater.broker.core.controller.config;

import io.highwater.broker.core.controller.config.ConfigKey.Synonym;
import io.highwater.broker.core.controller.config.ConfigKey.Update;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A set of keys, sorted by name; built once.
public final class ConfigTable {
    private final NavigableMap<String, ConfigKey> keys = new TreeMap<>();
    private final Update update;

    /// @param update how keys can be changed unless they say otherwise
    ConfigTable(Update update) {
        this.update = update;
    }

    /// All keys by name.
    public NavigableMap<String, ConfigKey> keys() {
        return Collections.unmodifiableNavigableMap(keys);
    }

    public Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    ConfigTable key(String name, ConfigType type, @Nullable String defaultValue, String documentation) {
        return key(name, type, defaultValue, Constraint.none(), documentation);
    }

    ConfigTable key(
            String name, ConfigType type, @Nullable String defaultValue, Constraint constraint, String documentation) {
        return key(name, type, defaultValue, constraint, documentation, List.of());
    }

    ConfigTable key(
            String name,
            ConfigType type,
            @Nullable String defaultValue,
            Constraint constraint,
            String documentation,
            List<Synonym> synonyms) {
        return add(new ConfigKey(name, type, defaultValue, constraint, update, synonyms, documentation));
    }

    ConfigTable add(ConfigKey key) {
        if (keys.put(key.name(), key) != null) {
            throw new IllegalStateException("configuration key " + key.name() + " is defined twice");
        }
        return this;
    }
}
