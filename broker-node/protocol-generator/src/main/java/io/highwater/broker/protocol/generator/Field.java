package io.highwater.broker.protocol.generator;

import java.util.List;

/// A field of a specification.
///
/// @param name             as in the specification, with a capital first letter
/// @param versions         where the field exists
/// @param nullableVersions where it may be null
/// @param taggedVersions   where it is an optional tagged field
/// @param flexibleVersions where its length is compact, if that differs from the message; otherwise all versions
/// @param defaultValue     as written, empty for none
/// @param ignorable        whether it may be dropped silently in versions without it
/// @param fields           of the struct that it defines, empty if it defines none
record Field(
        String name,
        Type type,
        Versions versions,
        Versions nullableVersions,
        Versions taggedVersions,
        Versions flexibleVersions,
        int tag,
        String defaultValue,
        boolean ignorable,
        String about,
        List<Field> fields) {
    Field {
        fields = List.copyOf(fields);
    }

    /// The name of the Java property.
    String property() {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    boolean isNullable() {
        return !nullableVersions.isEmpty();
    }

    boolean defaultsToNull() {
        return defaultValue.equals("null");
    }
}
