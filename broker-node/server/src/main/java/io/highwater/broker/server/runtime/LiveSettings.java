package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.ConfigDescriptions;
import java.util.Map;

/// The settings of this node that may change while it runs: what administrators set for it or for all brokers, else
/// what its configuration says, else the default. Ask each time; the answer follows the committed image.
///
/// Thread-safety: may be asked from any thread.
public final class LiveSettings {
    private final ClusterMetadata metadata;
    private final ConfigDescriptions configs;
    private volatile Known known;

    /// The values of one image, or of a newer one.
    ///
    /// @param committedOffset how far the metadata log was folded at least
    private record Known(long committedOffset, Map<String, String> values) {}

    public LiveSettings(ClusterMetadata metadata, ConfigDescriptions configs) {
        this.metadata = metadata;
        this.configs = configs;
        this.known = new Known(metadata.committedOffset(), configs.brokerConfig(metadata.image()));
    }

    /// The value of a key that is a whole number.
    public long number(String key) {
        return Long.parseLong(text(key));
    }

    /// The value of a key that is a number.
    public double decimal(String key) {
        return Double.parseDouble(text(key));
    }

    /// The value of a key that always has one.
    public String text(String key) {
        String value = current().values().get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is not a key of this broker, or has no value");
        }
        return value;
    }

    private Known current() {
        Known last = known;
        // Published after the image, so the image is as new as this or newer.
        long committedOffset = metadata.committedOffset();
        if (last.committedOffset() == committedOffset) {
            return last;
        }
        var next = new Known(committedOffset, configs.brokerConfig(metadata.image()));
        known = next;
        return next;
    }
}
