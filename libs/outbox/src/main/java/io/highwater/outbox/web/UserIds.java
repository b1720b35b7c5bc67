package io.highwater.outbox.web;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a user's id looks like; the same for every service, so that whoever can order can also be told and pay.
public final class UserIds {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final String FIELD = "userId";
    private static final String RULE = "must be 1 to 64 letters, digits or . _ @ -";

    private UserIds() {}

    /// What is wrong with this id; empty when nothing is.
    public static Optional<Violation> violationOf(String userId) {
        return FORM.matcher(userId).matches() ? Optional.empty() : Optional.of(new Violation(FIELD, RULE));
    }

    /// The same id.
    ///
    /// @throws RefusedRequestException when it is none
    public static String valid(String userId) {
        if (violationOf(userId).isPresent()) {
            throw new RefusedRequestException(FIELD, RULE);
        }
        return userId;
    }
}
