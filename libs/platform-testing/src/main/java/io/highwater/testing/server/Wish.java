package io.highwater.testing.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the person who runs the tests wants: `-Dhighwater.test.servers` or `HIGHWATER_TEST_SERVERS`.
enum Wish {
    /// Containers if they can be had, else embedded binaries. The default.
    AUTO,
    /// Containers, or a failure that says why not.
    CONTAINERS,
    /// Embedded binaries, and no look at any engine.
    EMBEDDED;

    private static final String PROPERTY = "highwater.test.servers";

    /// @throws IllegalArgumentException for a word that is none of the three
    static Wish ofThisRun() {
        return setting(PROPERTY).map(Wish::parse).orElse(AUTO);
    }

    static Wish parse(String word) {
        return Arrays.stream(values())
                .filter(wish -> wish.toString().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s must be one of %s but is \"%s\"".formatted(PROPERTY, Arrays.toString(values()), word)));
    }

    /// A system property, or the environment variable of the same words.
    static Optional<String> setting(String property) {
        var variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
        return Optional.ofNullable(System.getProperty(property, System.getenv(variable)))
                .filter(value -> !value.isBlank());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
