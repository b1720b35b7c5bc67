package io.highwater.notification.preferences;

import java.util.Optional;

/// Port: copies of preferences that are faster to read. Never fails: what it cannot do it leaves undone.
public interface PreferenceCache {
    /// The copy, or empty when there is none to be had in short time.
    Optional<Preferences> find(String userId);

    /// Keeps a copy, unless a newer version is there already.
    void keep(Preferences preferences);
}
