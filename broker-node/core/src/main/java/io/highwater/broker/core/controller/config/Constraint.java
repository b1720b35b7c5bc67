package io.highwater.broker.core.controller.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Limits the values of a key beyond their type.
@FunctionalInterface
public interface Constraint {
    /// Says what is allowed when the value is not; the value is trimmed and of the key's type.
    Optional<String> violation(String value);

    /// Everything of the type is allowed.
    static Constraint none() {
        return _ -> Optional.empty();
    }

    static Constraint atLeast(long min) {
        return value -> when(new BigDecimal(value).compareTo(BigDecimal.valueOf(min)) < 0, "at least " + min);
    }

    static Constraint between(long min, long max) {
        return value -> when(
                new BigDecimal(value).compareTo(BigDecimal.valueOf(min)) < 0
                        || new BigDecimal(value).compareTo(BigDecimal.valueOf(max)) > 0,
                "between %d and %d".formatted(min, max));
    }

    /// Between two numbers, or one special number outside.
    static Constraint betweenOr(long min, long max, long special) {
        var range = between(min, max);
        return value -> value.equals(Long.toString(special))
                ? Optional.empty()
                : range.violation(value).map(allowed -> allowed + ", or " + special);
    }

    static Constraint oneOf(String... allowed) {
        var names = List.of(allowed);
        return value -> when(!names.contains(value), "one of " + String.join(", ", names));
    }

    /// A list whose elements are among these.
    static Constraint listOf(String... allowed) {
        var names = List.of(allowed);
        return value ->
                when(!names.containsAll(ConfigKey.elements(value)), "a list of some of " + String.join(", ", names));
    }

    /// `*`, or pairs of partition and broker: `0:1,1:2`.
    static Constraint throttledReplicas() {
        var pair = Pattern.compile("\\d+:\\d+");
        return value -> when(
                !value.equals("*")
                        && !ConfigKey.elements(value).stream()
                                .allMatch(element -> pair.matcher(element).matches()),
                "*, or a list of partition:broker pairs such as 0:1,1:2");
    }

    /// Only this value, because the broker cannot do the rest.
    static Constraint only(String value, String reason) {
        return given -> when(!given.equalsIgnoreCase(value), "%s (%s)".formatted(value, reason));
    }

    private static Optional<String> when(boolean violated, String allowed) {
        return violated ? Optional.of(allowed) : Optional.empty();
    }
}
