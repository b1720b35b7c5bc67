package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.config.BrokerConfigs;
import io.highwater.broker.core.controller.config.ClientMetricsConfigs;
import io.highwater.broker.core.controller.config.ConfigKey;
import io.highwater.broker.core.controller.config.ConfigTable;
import io.highwater.broker.core.controller.config.ConfigType;
import io.highwater.broker.core.controller.config.GroupConfigs;
import io.highwater.broker.core.controller.config.TopicConfigs;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.metadata.ConfigRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rules for changing the configuration of topics, brokers, groups and subscriptions to client metrics. The error codes
/// are Apache Kafka's: a bad value of a topic or group is an invalid configuration, one of a broker an invalid request.
final class Configurations {
    private static final int MAX_VALUE_LENGTH = Short.MAX_VALUE;
    private static final String MIN_LAG = "min.compaction.lag.ms";
    private static final String MAX_LAG = "max.compaction.lag.ms";
    private static final String TIMEOUT = "session.timeout.ms";
    private static final String HEARTBEAT = "heartbeat.interval.ms";

    private Configurations() {}

    /// The keys of a kind of resource.
    static Optional<ConfigTable> table(ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> Optional.of(TopicConfigs.TABLE);
            case BROKER -> Optional.of(BrokerConfigs.DYNAMIC);
            case GROUP -> Optional.of(GroupConfigs.TABLE);
            case CLIENT_METRICS -> Optional.of(ClientMetricsConfigs.TABLE);
            case BROKER_LOGGER, UNKNOWN -> Optional.empty();
        };
    }

    /// Is there such a thing to configure?
    static Optional<Refusal> checkResource(MetadataImage image, ConfigResource resource) {
        return switch (resource.type()) {
            case TOPIC -> checkTopic(image, resource.name());
            case BROKER -> checkBroker(image, resource.name());
            case GROUP -> checkNamed("group", resource.name());
            case CLIENT_METRICS -> checkNamed("subscription to client metrics", resource.name());
            case BROKER_LOGGER, UNKNOWN ->
                refuse(
                        ErrorCode.INVALID_REQUEST,
                        "Resources of type %s cannot be configured here; topics, brokers, groups and client metrics can."
                                .formatted(resource.type()));
        };
    }

    private static Optional<Refusal> checkTopic(MetadataImage image, String name) {
        if (name.isEmpty()) {
            return refuse(
                    ErrorCode.INVALID_REQUEST,
                    "The name of the topic must not be empty; defaults of all topics are set on brokers.");
        }
        if (image.topic(name).isPresent()) {
            return Optional.empty();
        }
        return TopicNames.problem(name)
                .map(problem -> new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, problem))
                .or(() -> refuse(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "There is no topic '%s'. Check its name, or create it first.".formatted(name)));
    }

    private static Optional<Refusal> checkBroker(MetadataImage image, String name) {
        var isKnown =
                name.isEmpty() || image.brokers().keySet().stream().anyMatch(id -> name.equals(Integer.toString(id)));
        return isKnown
                ? Optional.empty()
                : refuse(
                        ErrorCode.INVALID_REQUEST,
                        "There is no broker '%s'. Registered are %s; the empty name means all."
                                .formatted(name, image.brokers().keySet()));
    }

    private static Optional<Refusal> checkNamed(String what, String name) {
        return name.isEmpty()
                ? refuse(ErrorCode.INVALID_REQUEST, "The name of the %s must not be empty.".formatted(what))
                : Optional.empty();
    }

    /// Checks new values, null meaning back to the default.
    ///
    /// @param current what is set now: some values must fit together
    static Optional<Refusal> checkValues(
            ConfigResource.Type type, Map<String, String> current, Map<String, @Nullable String> values) {
        var table = table(type);
        for (var value : values.entrySet()) {
            if (value.getValue() == null) {
                // Going back to the default is fine even where there was nothing to go back from.
                continue;
            }
            var key = table.flatMap(keys -> keys.find(value.getKey()));
            var refusal = key.isEmpty()
                    ? refuseUnknown(type, value.getKey())
                    : checkValue(type, key.get(), Objects.requireNonNull(value.getValue()));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return checkTogether(type, after(current, values));
    }

    private static Optional<Refusal> refuseUnknown(ConfigResource.Type type, String name) {
        return type == ConfigResource.Type.BROKER
                ? refuse(
                        ErrorCode.INVALID_REQUEST,
                        "Cannot update broker configuration '%s' dynamically. If it is a key of this broker, put it into"
                                        .formatted(name)
                                + " its configuration file and restart it.")
                : refuse(
                        type == ConfigResource.Type.CLIENT_METRICS
                                ? ErrorCode.INVALID_REQUEST
                                : ErrorCode.INVALID_CONFIG,
                        "Unknown %s configuration '%s'. Known are %s.".formatted(readable(type), name, known(type)));
    }

    private static String readable(ConfigResource.Type type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String known(ConfigResource.Type type) {
        return table(type)
                .map(table -> String.join(", ", table.keys().keySet()))
                .orElse("none");
    }

    private static Optional<Refusal> checkValue(ConfigResource.Type type, ConfigKey key, String value) {
        if (key.isReadOnly()) {
            return refuse(
                    ErrorCode.INVALID_REQUEST,
                    "%s cannot be changed while the broker runs; put it into its configuration file."
                            .formatted(key.name()));
        }
        var error = badValue(type, key, value);
        if (value.length() > MAX_VALUE_LENGTH) {
            return refuse(
                    error,
                    "The value of %s has %d characters, at most %d are allowed."
                            .formatted(key.name(), value.length(), MAX_VALUE_LENGTH));
        }
        return key.problem(value).map(problem -> new Refusal(error, problem));
    }

    /// Of a subscription to client metrics a number out of range is an invalid request too, but not what is no number.
    private static ErrorCode badValue(ConfigResource.Type type, ConfigKey key, String value) {
        var isOutOfRange =
                type == ConfigResource.Type.CLIENT_METRICS && key.type() == ConfigType.INT && key.isOfType(value);
        return type == ConfigResource.Type.BROKER || isOutOfRange
                ? ErrorCode.INVALID_REQUEST
                : ErrorCode.INVALID_CONFIG;
    }

    // ---- values that must fit together

    private static Map<String, String> after(Map<String, String> current, Map<String, @Nullable String> values) {
        var after = new HashMap<>(current);
        values.forEach((name, value) -> {
            if (value == null) {
                after.remove(name);
            } else {
                after.put(name, value);
            }
        });
        return after;
    }

    private static Optional<Refusal> checkTogether(ConfigResource.Type type, Map<String, String> values) {
        return switch (type) {
            case TOPIC -> checkOrder(type, values, MIN_LAG, MAX_LAG, true);
            case GROUP ->
                checkOrder(type, values, "consumer." + HEARTBEAT, "consumer." + TIMEOUT, false)
                        .or(() -> checkOrder(type, values, "share." + HEARTBEAT, "share." + TIMEOUT, false))
                        .or(() -> checkOrder(type, values, "streams." + HEARTBEAT, "streams." + TIMEOUT, false));
            case BROKER, BROKER_LOGGER, CLIENT_METRICS, UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Refusal> checkOrder(
            ConfigResource.Type type, Map<String, String> values, String lower, String upper, boolean mayBeEqual) {
        var low = number(type, values, lower);
        var high = number(type, values, upper);
        return low < high || (mayBeEqual && low == high)
                ? Optional.empty()
                : refuse(
                        ErrorCode.INVALID_CONFIG,
                        "%s (%d) must be smaller than %s (%d).".formatted(lower, low, upper, high));
    }

    private static long number(ConfigResource.Type type, Map<String, String> values, String name) {
        var set = values.get(name);
        var text = set == null
                ? table(type)
                        .flatMap(table -> table.find(name))
                        .flatMap(ConfigKey::defaultIfAny)
                        .orElse("0")
                : set;
        return Long.parseLong(text.trim());
    }

    // ---- what follows

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
