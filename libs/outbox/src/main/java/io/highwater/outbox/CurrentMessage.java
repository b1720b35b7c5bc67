package io.highwater.outbox;

import java.util.Optional;

/// The message being handled by this thread. What a handler appends to the [Outbox] belongs to the same
/// correlation and names this message as its cause.
public final class CurrentMessage {
    private static final ScopedValue<Envelope> CURRENT = ScopedValue.newInstance();

    private CurrentMessage() {}

    /// The message being handled; empty outside of a listener.
    public static Optional<Envelope> get() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Runs `work` as the handling of `message`.
    public static void during(Envelope message, Runnable work) {
        ScopedValue.where(CURRENT, message).run(work);
    }
}
