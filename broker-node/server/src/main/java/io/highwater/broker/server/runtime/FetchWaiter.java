package io.highwater.broker.server.runtime;

/// Somebody who found nothing (or too little) to read and wants to hear when there is more.
@FunctionalInterface
public interface FetchWaiter {
    /// There is more, or the partition is not what it was. Called once, on the shard of the partition; to hear again,
    /// park again.
    void wake();
}
