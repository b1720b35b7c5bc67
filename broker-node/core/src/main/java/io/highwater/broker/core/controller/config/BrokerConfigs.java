package io.highwater.broker.core.controller.config;

import io.highwater.broker.core.controller.config.ConfigKey.Synonym;
import io.highwater.broker.core.controller.config.ConfigKey.Update;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Configuration keys of brokers. Those that give defaults to topics follow from the topics' keys; they and
/// [DynamicBrokerConfigs] can be changed while the broker runs. The others belong to the node, which adds its own.
public final class BrokerConfigs {
    /// Synonyms in coarser units have a default of their own, or none.
    private static final Map<String, String> COARSE_DEFAULTS =
            Map.of("log.retention.hours", "168", "log.roll.hours", "168", "log.roll.jitter.hours", "0");

    /// The keys that give defaults to topics.
    public static final ConfigTable TOPIC_DEFAULTS = topicDefaults(new ConfigTable(Update.DYNAMIC));

    /// Every key that can be changed while a broker runs, and those in coarser units that say the same.
    public static final ConfigTable DYNAMIC = dynamic(new ConfigTable(Update.DYNAMIC));

    private BrokerConfigs() {}

    private static ConfigTable dynamic(ConfigTable table) {
        DynamicBrokerConfigs.define(table);
        return topicDefaults(table);
    }

    /// The keys of a node: what can be changed while it runs, and what the node adds.
    public static ConfigTable of(Collection<ConfigKey> nodeKeys) {
        var table = new ConfigTable(Update.READ_ONLY);
        DYNAMIC.keys().values().forEach(table::add);
        nodeKeys.stream().filter(key -> table.find(key.name()).isEmpty()).forEach(table::add);
        return table;
    }

    /// The names that say the same as this one in other units, the strongest first; only itself for most.
    public static List<String> family(String name) {
        return TopicConfigs.TABLE.keys().values().stream()
                .map(key -> key.synonyms().stream().map(Synonym::key).toList())
                .filter(names -> names.contains(name))
                .findFirst()
                .orElse(List.of(name));
    }

    private static ConfigTable topicDefaults(ConfigTable table) {
        for (var topicKey : TopicConfigs.TABLE.keys().values()) {
            for (var synonym : topicKey.synonyms()) {
                table.add(brokerKey(topicKey, synonym));
            }
        }
        return table;
    }

    private static ConfigKey brokerKey(ConfigKey topicKey, Synonym synonym) {
        var isStrongest = topicKey.synonyms().getFirst().equals(synonym);
        var isOnly = topicKey.synonyms().size() == 1;
        var type = synonym.factor() == 1 ? topicKey.type() : ConfigType.INT;
        var defaultValue = isOnly ? topicKey.defaultValue() : COARSE_DEFAULTS.get(synonym.key());
        var documentation = "Default of %s for topics that do not set it%s. %s"
                .formatted(topicKey.name(), unit(synonym), topicKey.documentation());
        return new ConfigKey(
                synonym.key(),
                type,
                defaultValue,
                synonym.factor() == 1 ? topicKey.constraint() : Constraint.none(),
                isStrongest ? Update.DYNAMIC : Update.READ_ONLY,
                List.of(),
                documentation);
    }

    private static String unit(Synonym synonym) {
        if (synonym.factor() == 3_600_000) {
            return ", in hours";
        }
        return synonym.factor() == 60_000 ? ", in minutes" : "";
    }
}
