package io.highwater.broker.core.quota;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The meters of those who are held to a quota. Clients choose their names, so there could be any number:
/// whoever has been quiet for long enough is forgotten when room is needed.
///
/// Thread-safety: none; has one owner.
///
/// @param <K> who
/// @param <M> what is measured
public final class Meters<K, M extends Meter> {
    private static final int ROOM = 1_024;

    private final Map<K, M> meters = new HashMap<>();
    private final Supplier<M> newMeter;
    private int tidyAt = ROOM;

    public Meters(Supplier<M> newMeter) {
        this.newMeter = newMeter;
    }

    /// The meter of `key`, a new one if there is none.
    public M of(K key, long nowMs) {
        var known = meters.get(key);
        if (known != null) {
            return known;
        }
        if (meters.size() >= tidyAt) {
            meters.values().removeIf(meter -> meter.isForgettable(nowMs));
            // Twice what is left, so that tidying costs each newcomer the same.
            tidyAt = Math.max(ROOM, 2 * meters.size());
        }
        var created = newMeter.get();
        meters.put(key, created);
        return created;
    }

    /// How many are remembered.
    public int size() {
        return meters.size();
    }
}
