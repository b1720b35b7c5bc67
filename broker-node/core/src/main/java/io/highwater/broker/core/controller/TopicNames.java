package io.highwater.broker.core.controller;

import java.util.Optional;

/// Which names a topic may have.
final class TopicNames {
    /// A folder is named after topic and partition; 255 bytes are what file systems allow.
    private static final int MAX_LENGTH = 249;

    private static final String ALLOWED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    private TopicNames() {}

    /// Says what is wrong with a name.
    static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("Topic name is invalid: it must not be empty.");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("Topic name is invalid: it must not be '.' or '..'.");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("Topic name is invalid: it has %d characters, at most %d are allowed."
                    .formatted(name.length(), MAX_LENGTH));
        }
        return name.chars().allMatch(TopicNames::isAllowed)
                ? Optional.empty()
                : Optional.of("Topic name '%s' is invalid: only ASCII letters and digits, '.', '_' and '-' are allowed."
                        .formatted(name));
    }

    private static boolean isAllowed(int character) {
        return ALLOWED.indexOf(character) >= 0;
    }

    /// Two names that differ only in '.' and '_' have the same metrics, so they must not both exist.
    static boolean collide(String one, String other) {
        return !one.equals(other) && one.replace('.', '_').equals(other.replace('.', '_'));
    }
}
