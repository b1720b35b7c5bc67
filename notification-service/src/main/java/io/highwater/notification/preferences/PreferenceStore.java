package io.highwater.notification.preferences;

import io.highwater.notification.channel.Channel;
import java.util.Map;
import java.util.Optional;

/// Port: preferences as stored.
public interface PreferenceStore {
    /// The stored preferences; empty when the user never set any.
    Optional<Preferences> find(String userId);

    /// Replaces the user's contacts.
    ///
    /// @return what is stored now, with its new version
    Preferences save(String userId, Map<Channel, Contact> contacts);
}
