package io.highwater.broker.server.runtime.quota;

import io.highwater.broker.core.quota.Windows;

/// Over which time rates are averaged.
///
/// @param clients  for bytes, request time and connections; `quota.window.num`, `quota.window.size.seconds`
/// @param mutation for partitions; `controller.quota.window.num`, `controller.quota.window.size.seconds`
public record QuotaSettings(Windows clients, Windows mutation) {
    private static final long MS_PER_SECOND = 1_000;

    /// Of windows in seconds, as they are configured.
    public static QuotaSettings of(int count, int seconds, int mutationCount, int mutationSeconds) {
        return new QuotaSettings(
                new Windows(count, seconds * MS_PER_SECOND),
                new Windows(mutationCount, mutationSeconds * MS_PER_SECOND));
    }
}
