package io.highwater.broker.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// One key of `server.properties`: its name, its meaning, what it is when nobody says, and which values make sense.
///
/// @param name          Kafka's name where Kafka has the key, else one that begins with `highwater.`
/// @param type          how DescribeConfigs names the type
/// @param fallback      the default, in the notation of a properties file; empty means "not set"
/// @param allowed       completes the sentence "the value must be …"
/// @param documentation one sentence for DescribeConfigs and the reference table
/// @param parser        turns the text into the value or throws [IllegalArgumentException] (its message is not shown)
public record Setting<T>(
        String name, Type type, String fallback, String allowed, String documentation, Function<String, T> parser) {

    /// The type names that clients know from DescribeConfigs.
    public enum Type {
        /// `true` or `false`
        BOOLEAN,
        /// any text
        STRING,
        /// 32 bits
        INT,
        /// 64 bits
        LONG,
        /// with a decimal point, 64 bits
        DOUBLE,
        /// values between commas
        LIST
    }

    static Setting<Integer> integer(String name, int fallback, int min, int max, String documentation) {
        return new Setting<>(
                name,
                Type.INT,
                Integer.toString(fallback),
                max == Integer.MAX_VALUE
                        ? "a whole number, at least " + min
                        : "a whole number from " + min + " to " + max,
                documentation,
                text -> {
                    int value = Integer.parseInt(text);
                    require(value >= min && value <= max);
                    return value;
                });
    }

    static Setting<Integer> integer(String name, int fallback, int min, String documentation) {
        return integer(name, fallback, min, Integer.MAX_VALUE, documentation);
    }

    static Setting<Long> longInteger(String name, long fallback, long min, String documentation) {
        return new Setting<>(
                name, Type.LONG, Long.toString(fallback), "a whole number, at least " + min, documentation, text -> {
                    long value = Long.parseLong(text);
                    require(value >= min);
                    return value;
                });
    }

    static Setting<Double> decimal(String name, double fallback, double min, double max, String documentation) {
        return new Setting<>(
                name,
                Type.DOUBLE,
                Double.toString(fallback),
                max == Double.MAX_VALUE ? "a number, at least " + min : "a number from " + min + " to " + max,
                documentation,
                text -> {
                    double value = Double.parseDouble(text);
                    require(value >= min && value <= max);
                    return value;
                });
    }

    static Setting<Boolean> bool(String name, boolean fallback, String documentation) {
        return new Setting<>(name, Type.BOOLEAN, Boolean.toString(fallback), "true or false", documentation, text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            require(lower.equals("true") || lower.equals("false"));
            return lower.equals("true");
        });
    }

    static Setting<String> text(String name, String fallback, String documentation) {
        return new Setting<>(name, Type.STRING, fallback, "a text", documentation, Function.identity());
    }

    static Setting<String> oneOf(String name, String fallback, List<String> values, String documentation) {
        return new Setting<>(
                name, Type.STRING, fallback, "one of " + String.join(", ", values), documentation, text -> {
                    require(values.contains(text));
                    return text;
                });
    }

    static Setting<List<String>> list(String name, String fallback, String documentation) {
        return new Setting<>(name, Type.LIST, fallback, "a list between commas", documentation, Setting::splitList);
    }

    static List<String> splitList(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
    }
}
