package io.highwater.broker.core.controller.config;

import java.util.Optional;

/// Types of configuration values, with the numbers that the protocol gives them.
public enum ConfigType {
    BOOLEAN(1, "true or false"),
    STRING(2, "text"),
    INT(3, "a whole number of at most 32 bits"),
    SHORT(4, "a whole number of at most 16 bits"),
    LONG(5, "a whole number"),
    DOUBLE(6, "a number"),
    LIST(7, "a list separated by commas"),
    CLASS(8, "the name of a class"),
    PASSWORD(9, "a secret");

    private final byte id;
    private final String expectation;

    ConfigType(int id, String expectation) {
        this.id = (byte) id;
        this.expectation = expectation;
    }

    public byte id() {
        return id;
    }

    /// Says what was expected when the value is not of this type.
    Optional<String> violation(String value) {
        try {
            var isOfType = switch (this) {
                case BOOLEAN -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
                case INT -> Integer.toString(Integer.parseInt(value)) != null;
                case SHORT -> Short.toString(Short.parseShort(value)) != null;
                case LONG -> Long.toString(Long.parseLong(value)) != null;
                case DOUBLE -> !Double.isNaN(Double.parseDouble(value));
                case STRING, LIST, CLASS, PASSWORD -> true;
            };
            return isOfType ? Optional.empty() : Optional.of(expectation);
        } catch (NumberFormatException _) {
            return Optional.of(expectation);
        }
    }
}
