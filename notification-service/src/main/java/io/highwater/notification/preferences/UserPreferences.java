package io.highwater.notification.preferences;

import io.highwater.notification.channel.Channel;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Reads preferences through the cache, and writes them past it.
///
/// A writer replaces the copy after its commit; a reader that read before that commit cannot put the old one back,
/// because the cache refuses lower versions. While the cache cannot be reached a stale copy may survive in it, for as
/// long as copies live.
@Service
public class UserPreferences {
    private final PreferenceStore store;
    private final PreferenceCache cache;
    private final DefaultContacts defaults;

    UserPreferences(PreferenceStore store, PreferenceCache cache, DefaultContacts defaults) {
        this.store = store;
        this.cache = cache;
        this.defaults = defaults;
    }

    /// The user's preferences; the defaults when the user never set any.
    public Preferences of(String userId) {
        return cache.find(userId).orElseGet(() -> load(userId));
    }

    /// Replaces the user's preferences.
    @Transactional
    public Preferences change(String userId, Map<Channel, Contact> contacts) {
        var saved = store.save(userId, contacts);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                cache.keep(saved);
            }
        });
        return saved;
    }

    private Preferences load(String userId) {
        var loaded = store.find(userId).orElseGet(() -> new Preferences(userId, 0, defaults.of(userId)));
        cache.keep(loaded);
        return loaded;
    }
}
