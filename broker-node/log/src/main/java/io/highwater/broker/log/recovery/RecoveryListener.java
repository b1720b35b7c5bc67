package io.highwater.broker.log.recovery;

/// Hears what recovery finds, on the thread that recovers.
@FunctionalInterface
public interface RecoveryListener {
    /// Somebody who does not want to know.
    RecoveryListener NONE = _ -> {};

    /// One event, in the order things happened.
    void on(RecoveryEvent event);
}
