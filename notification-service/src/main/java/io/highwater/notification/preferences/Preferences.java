package io.highwater.notification.preferences;

import io.highwater.notification.channel.Channel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What one user wants.
///
/// @param version 0 for defaults, else how often the user has changed them; a higher one is newer
public record Preferences(String userId, long version, Map<Channel, Contact> contacts) {
    public Preferences {
        var copy = new EnumMap<Channel, Contact>(Channel.class);
        copy.putAll(contacts);
        contacts = Collections.unmodifiableMap(copy);
    }

    /// The channels to use now, each with its address, in the order of [Channel].
    public Map<Channel, String> chosen() {
        var chosen = new EnumMap<Channel, String>(Channel.class);
        contacts.forEach((channel, contact) -> {
            if (contact.enabled()) {
                chosen.put(channel, contact.address());
            }
        });
        return chosen;
    }
}
