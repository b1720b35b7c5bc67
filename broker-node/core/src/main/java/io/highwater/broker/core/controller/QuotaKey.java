package io.highwater.broker.core.controller;

import java.util.Arrays;
import java.util.Optional;

/// What a quota limits.
public enum QuotaKey {
    /// Bytes per second that a client sends to be appended.
    PRODUCER_BYTE_RATE("producer_byte_rate", Long.MAX_VALUE, true),
    /// Bytes per second that a client fetches.
    CONSUMER_BYTE_RATE("consumer_byte_rate", Long.MAX_VALUE, true),
    /// Share of one thread that a client's requests use, in percent.
    REQUEST_PERCENTAGE("request_percentage", Double.MAX_VALUE, false),
    /// Partitions per second that a client creates and deletes.
    CONTROLLER_MUTATION_RATE("controller_mutation_rate", Double.MAX_VALUE, false),
    /// Connections per second from one address.
    CONNECTION_CREATION_RATE("connection_creation_rate", Integer.MAX_VALUE, true);

    private final String configName;
    private final double max;
    private final boolean whole;

    QuotaKey(String configName, double max, boolean whole) {
        this.configName = configName;
        this.max = max;
        this.whole = whole;
    }

    /// The key with this name, if there is one.
    static Optional<QuotaKey> named(String configName) {
        return Arrays.stream(values())
                .filter(key -> key.configName.equals(configName))
                .findFirst();
    }

    /// The name in requests and records.
    public String configName() {
        return configName;
    }

    /// Whether it belongs to addresses; the others belong to users and client ids.
    boolean isForAddresses() {
        return this == CONNECTION_CREATION_RATE;
    }

    /// Says what is wrong with a value.
    Optional<String> violation(double value) {
        if (!(value > 0)) {
            return Optional.of("Quota %s must be greater than 0".formatted(configName));
        }
        if (value > max || Double.isInfinite(value)) {
            return Optional.of("Quota %s must not be greater than %s".formatted(configName, maxText()));
        }
        return whole && Math.abs(value % 1.0) > 1e-6
                ? Optional.of("Quota %s cannot be a fractional value".formatted(configName))
                : Optional.empty();
    }

    private String maxText() {
        return whole ? Long.toString((long) max) : Double.toString(max);
    }
}
