package io.highwater.outbox.web;

/// How much of a list one request may ask for.
public final class Limits {
    private Limits() {}

    /// The same limit.
    ///
    /// @throws RefusedRequestException when it is not from 1 to `most`
    public static int valid(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new RefusedRequestException("limit", "must be between 1 and %d".formatted(most));
        }
        return limit;
    }
}
