package io.highwater.saga.engine;

/// Why a saga turned back.
///
/// @param reason upper-case code, for programs
/// @param detail for people
public record Failure(String reason, String detail) {
    /// The saga has not turned back.
    public static final Failure NONE = new Failure("", "");

    /// A participant stayed silent, or the saga took too long.
    public static final String TIMED_OUT = "TIMED_OUT";

    /// An operator turned the saga back.
    public static final String CANCELLED = "CANCELLED";

    boolean isNone() {
        return equals(NONE);
    }
}
