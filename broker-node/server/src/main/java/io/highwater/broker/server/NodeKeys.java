package io.highwater.broker.server;

import io.highwater.broker.core.controller.config.ConfigKey;
import io.highwater.broker.core.controller.config.ConfigType;
import io.highwater.broker.core.controller.config.Constraint;
import io.highwater.broker.server.config.BrokerConfig;
import io.highwater.broker.server.config.Setting;
import io.highwater.broker.server.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The settings of a node in the form in which DescribeConfigs shows them.
final class NodeKeys {
    private NodeKeys() {}

    /// All keys of the configuration file; none of them changes while the node runs.
    static List<ConfigKey> all() {
        return Settings.all().values().stream().map(NodeKeys::key).toList();
    }

    /// What the operator really wrote, without what has no effect here.
    static Map<String, String> written(BrokerConfig config) {
        var written = new HashMap<String, String>();
        Settings.all().keySet().forEach(name -> config.written(name).ifPresent(value -> written.put(name, value)));
        return written;
    }

    private static ConfigKey key(Setting<?> setting) {
        return new ConfigKey(
                setting.name(),
                type(setting.type()),
                setting.fallback(),
                Constraint.none(),
                ConfigKey.Update.READ_ONLY,
                List.of(),
                setting.documentation());
    }

    private static ConfigType type(Setting.Type type) {
        return switch (type) {
            case BOOLEAN -> ConfigType.BOOLEAN;
            case STRING -> ConfigType.STRING;
            case INT -> ConfigType.INT;
            case LONG -> ConfigType.LONG;
            case DOUBLE -> ConfigType.DOUBLE;
            case LIST -> ConfigType.LIST;
        };
    }
}
