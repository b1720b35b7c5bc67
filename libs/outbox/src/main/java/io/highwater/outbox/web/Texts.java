package io.highwater.outbox.web;

import java.util.Optional;

/// Free text of a request, as far as the database can hold it.
public final class Texts {
    private Texts() {}

    /// What is wrong with this text; empty when nothing is.
    public static Optional<Violation> violationOf(String field, String text, int maxChars) {
        if (text.length() > maxChars) {
            return Optional.of(new Violation(field, "must have at most %d characters".formatted(maxChars)));
        }
        // The one character that PostgreSQL's text does not take.
        return text.indexOf('\0') < 0
                ? Optional.empty()
                : Optional.of(new Violation(field, "must not hold a NUL character"));
    }

    /// The same text.
    ///
    /// @throws RefusedRequestException when something is wrong with it
    public static String valid(String field, String text, int maxChars) {
        violationOf(field, text, maxChars).ifPresent(violation -> {
            throw new RefusedRequestException(violation.field(), violation.reason());
        });
        return text;
    }
}
