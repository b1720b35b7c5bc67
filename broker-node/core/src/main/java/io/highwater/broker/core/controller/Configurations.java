package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.config.BrokerConfigs;
import io.highwater.broker.core.controller.config.ConfigKey;
import io.highwater.broker.core.controller.config.ConfigTable;
import io.highwater.broker.core.controller.config.GroupConfigs;
import io.highwater.broker.core.controller.config.TopicConfigs;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.metadata.ConfigRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rules for changing the configuration of topics, brokers and groups.
final class Configurations {
    private static final int MAX_VALUE_LENGTH = Short.MAX_VALUE;

    private Configurations() {}

    /// The keys of a kind of resource.
    static Optional<ConfigTable> table(ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> Optional.of(TopicConfigs.TABLE);
            case BROKER -> Optional.of(BrokerConfigs.TOPIC_DEFAULTS);
            case GROUP -> Optional.of(GroupConfigs.TABLE);
            case BROKER_LOGGER, CLIENT_METRICS, UNKNOWN -> Optional.empty();
        };
    }

    /// Is there such a thing to configure?
    static Optional<Refusal> checkResource(MetadataImage image, ConfigResource resource) {
        return switch (resource.type()) {
            case TOPIC -> checkTopic(image, resource.name());
            case BROKER -> checkBroker(image, resource.name());
            case GROUP ->
                resource.name().isEmpty()
                        ? refuse(ErrorCode.INVALID_REQUEST, "The name of the group must not be empty.")
                        : Optional.empty();
            case BROKER_LOGGER, CLIENT_METRICS, UNKNOWN ->
                refuse(
                        ErrorCode.INVALID_REQUEST,
                        "Resources of type %s cannot be configured here; topics, brokers and groups can."
                                .formatted(resource.type()));
        };
    }

    private static Optional<Refusal> checkTopic(MetadataImage image, String name) {
        return image.topic(name).isPresent()
                ? Optional.empty()
                : refuse(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "There is no topic '%s'. Check its name, or create it first.".formatted(name));
    }

    private static Optional<Refusal> checkBroker(MetadataImage image, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var isRegistered = image.brokers().keySet().stream().anyMatch(id -> name.equals(Integer.toString(id)));
        return isRegistered
                ? Optional.empty()
                : refuse(
                        ErrorCode.BROKER_ID_NOT_REGISTERED,
                        "There is no broker '%s'. Registered are %s."
                                .formatted(name, image.brokers().keySet()));
    }

    /// Checks new values, null meaning back to the default.
    static Optional<Refusal> checkValues(ConfigResource.Type type, Map<String, @Nullable String> values) {
        var table = table(type);
        for (var value : values.entrySet()) {
            var key = table.flatMap(keys -> keys.find(value.getKey()));
            var refusal = key.isEmpty()
                    ? refuse(
                            ErrorCode.INVALID_CONFIG,
                            "Unknown %s configuration '%s'.%s"
                                    .formatted(type.name().toLowerCase(Locale.ROOT), value.getKey(), hint(type)))
                    : checkValue(key.get(), value.getValue());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static String hint(ConfigResource.Type type) {
        return type == ConfigResource.Type.BROKER
                ? " While a broker runs, only the defaults for topics can be changed; put other keys into its"
                        + " configuration file."
                : "";
    }

    private static Optional<Refusal> checkValue(ConfigKey key, @Nullable String value) {
        if (key.isReadOnly()) {
            return refuse(
                    ErrorCode.INVALID_REQUEST,
                    "%s cannot be changed while the broker runs; put it into its configuration file."
                            .formatted(key.name()));
        }
        if (value == null) {
            return Optional.empty();
        }
        if (value.length() > MAX_VALUE_LENGTH) {
            return refuse(
                    ErrorCode.INVALID_CONFIG,
                    "The value of %s has %d characters, at most %d are allowed."
                            .formatted(key.name(), value.length(), MAX_VALUE_LENGTH));
        }
        return key.problem(value).map(problem -> new Refusal(ErrorCode.INVALID_CONFIG, problem));
    }

    /// The records that bring the resource from what is set to what shall be set; only real changes.
    static List<MetadataRecord> records(
            MetadataImage image, ConfigResource resource, Map<String, @Nullable String> values) {
        var current = image.config(resource);
        var records = new ArrayList<MetadataRecord>();
        for (var value : new TreeMap<>(values).entrySet()) {
            if (!Objects.equals(current.get(value.getKey()), value.getValue())) {
                records.add(new MetadataRecord(
                        new ConfigRecord()
                                .resourceType(resource.type().id())
                                .resourceName(resource.name())
                                .name(value.getKey())
                                .value(value.getValue()),
                        (short) 0));
            }
        }
        return records;
    }

    private static Optional<Refusal> refuse(ErrorCode error, String message) {
        return Optional.of(new Refusal(error, message));
    }
}
