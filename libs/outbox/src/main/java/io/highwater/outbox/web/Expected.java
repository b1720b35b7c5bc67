package io.highwater.outbox.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.ResolvableType;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// What a value should have been, in the words of whoever sent it.
final class Expected {
    private static final Set<Class<?>> WHOLE_NUMBERS =
            Set.of(int.class, Integer.class, long.class, Long.class, short.class, Short.class);
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class, float.class, Float.class);

    private Expected() {}

    /// By a parameter of a controller's method; `Optional` and collections stand for what they hold.
    static String by(TypeMismatchException e) {
        if (e instanceof MethodArgumentTypeMismatchException argument) {
            var type = ResolvableType.forMethodParameter(argument.getParameter());
            while (type.hasGenerics()) {
                type = type.getGeneric(0);
            }
            return by(type.toClass());
        }
        var required = e.getRequiredType();
        return required == null ? "is malformed" : by(required);
    }

    static String by(Class<?> type) {
        if (type.isEnum()) {
            return "must be one of " + namesOf(type);
        }
        if (WHOLE_NUMBERS.contains(type)) {
            return "must be a whole number that fits into %d bits".formatted(bitsOf(type));
        }
        if (NUMBERS.contains(type)) {
            return "must be a number";
        }
        return kindOf(type);
    }

    private static String kindOf(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == String.class) {
            return "must be text";
        }
        if (type == UUID.class) {
            return "must be a UUID";
        }
        if (type == Duration.class) {
            return "must be a duration such as 5m or PT5M";
        }
        if (type == Instant.class) {
            return "must be a time such as 2026-01-31T12:00:00Z";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "must be an object" : "is malformed";
    }

    private static int bitsOf(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return Integer.SIZE;
        }
        return type == long.class || type == Long.class ? Long.SIZE : Short.SIZE;
    }

    private static String namesOf(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
    }
}
