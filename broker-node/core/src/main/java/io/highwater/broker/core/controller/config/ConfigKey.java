package io.highwater.broker.core.controller.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Definition of one configuration key.
///
/// @param name          Kafka's name where Kafka has the key
/// @param type          type of its values
/// @param defaultValue  value when nothing is set, null when it is then absent
/// @param constraint    limits beyond the type
/// @param update        how it can be changed while the broker runs
/// @param synonyms      broker keys that say the same, the strongest first
/// @param documentation what it does, for people
public record ConfigKey(
        String name,
        ConfigType type,
        @Nullable String defaultValue,
        Constraint constraint,
        Update update,
        List<Synonym> synonyms,
        String documentation) {
    public ConfigKey {
        synonyms = List.copyOf(synonyms);
    }

    /// How a key can be changed while the broker runs.
    public enum Update {
        /// Not at all: it is in the broker's own configuration.
        READ_ONLY,
        /// For one broker or for all.
        DYNAMIC
    }

    /// A broker key that says the same in another unit.
    ///
    /// @param key    name of the broker key
    /// @param factor what its value is multiplied with
    public record Synonym(String key, long factor) {
        /// The broker key's value in the unit of this key. Negative means unlimited in every unit.
        public String convert(String value) {
            if (factor == 1) {
                return value;
            }
            var number = Long.parseLong(value.trim());
            return Long.toString(number < 0 ? -1 : Math.multiplyExact(number, factor));
        }
    }

    /// Secrets are never shown.
    public boolean isSensitive() {
        return type == ConfigType.PASSWORD;
    }

    public boolean isReadOnly() {
        return update == Update.READ_ONLY;
    }

    public Optional<String> defaultIfAny() {
        return Optional.ofNullable(defaultValue);
    }

    /// Says in one sentence what is wrong with a value, and what would be right.
    public Optional<String> problem(String value) {
        var trimmed = value.trim();
        return type.violation(trimmed)
                .or(() -> constraint.violation(trimmed))
                .map(allowed -> "Invalid value '%s' for configuration %s: it must be %s."
                        .formatted(isSensitive() ? "(hidden)" : value, name, allowed));
    }

    /// Whether a value is of this key's type, whatever its limits.
    public boolean isOfType(String value) {
        return type.violation(value.trim()).isEmpty();
    }

    /// A value as it is shown: without blanks around it, and a list without repetitions.
    public String canonical(String value) {
        return switch (type) {
            case LIST -> String.join(",", new LinkedHashSet<>(elements(value)));
            case BOOLEAN -> value.trim().toLowerCase(Locale.ROOT);
            case STRING, INT, SHORT, LONG, DOUBLE, CLASS, PASSWORD -> value.trim();
        };
    }

    /// The elements of a list value.
    public static List<String> elements(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}
