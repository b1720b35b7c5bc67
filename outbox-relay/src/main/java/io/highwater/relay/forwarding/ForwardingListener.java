package io.highwater.relay.forwarding;

import java.time.Instant;

/// Hears what happened to the rows of one source. Called on the engine's thread.
public interface ForwardingListener {
    /// The broker has acknowledged a row that was written at `created`.
    void sent(Instant created);

    /// A row was put aside.
    void quarantined(Refusal.Reason reason);

    /// A batch was read whose oldest row was written at `oldest`; {@link #settled} ends it.
    void pending(Instant oldest);

    /// Everything that was read is acknowledged, and the position is on its way to disk.
    void settled();

    /// The batch in hand waits, for the broker or for a topic. Told again and again while it does.
    void waits(String reason);

    /// The broker has taken a record.
    void goesOn();
}
