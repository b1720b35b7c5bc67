package io.highwater.broker.protocol.generator;

import java.util.List;
import java.util.OptionalInt;

/// One specification file.
///
/// @param kind          `request`, `response`, `header`, `data`, `metadata`, `coordinator-key` or `coordinator-value`
/// @param apiKey        number of the API or record type, empty for messages without
/// @param listeners     where the API is served, for requests
/// @param latestStable  whether the highest valid version is a finished one
/// @param commonStructs structs that several fields use
record MessageSpec(
        String name,
        String kind,
        OptionalInt apiKey,
        List<String> listeners,
        Versions validVersions,
        Versions flexibleVersions,
        boolean latestStable,
        List<Field> fields,
        List<Struct> commonStructs) {
    MessageSpec {
        listeners = List.copyOf(listeners);
        fields = List.copyOf(fields);
        commonStructs = List.copyOf(commonStructs);
    }

    /// A struct that is defined apart from the fields that have its type.
    record Struct(String name, List<Field> fields) {
        Struct {
            fields = List.copyOf(fields);
        }
    }

    /// Whether the message was given up: no version is valid.
    boolean isDead() {
        return validVersions.isEmpty();
    }
}
