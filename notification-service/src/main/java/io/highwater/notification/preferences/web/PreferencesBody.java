package io.highwater.notification.preferences.web;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.preferences.Contact;
import io.highwater.notification.preferences.Preferences;
import io.highwater.outbox.web.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Preferences as JSON: `{"channels": {"SMS": {"enabled": true, "address": "+15550000100"}}}`. A channel that is left
/// out is off.
record PreferencesBody(@Nullable Map<String, @Nullable ChannelBody> channels) {

    record ChannelBody(boolean enabled, @Nullable String address) {}

    static PreferencesBody of(Preferences preferences) {
        var channels = new LinkedHashMap<String, @Nullable ChannelBody>();
        preferences
                .contacts()
                .forEach((channel, contact) -> channels.put(
                        channel.name(),
                        new ChannelBody(contact.enabled(), contact.address().isEmpty() ? null : contact.address())));
        return new PreferencesBody(channels);
    }

    /// Reads the contacts, or says everything that is wrong with them.
    Reading read() {
        if (channels == null) {
            return new Reading(Map.of(), List.of(new Violation("channels", "must be given, and may be empty")));
        }
        var contacts = new EnumMap<Channel, Contact>(Channel.class);
        var violations = new ArrayList<Violation>();
        channels.forEach((name, body) -> {
            var channel = Channel.named(name);
            if (channel.isEmpty()) {
                violations.add(new Violation(
                        "channels." + name, "unknown channel; known are " + Arrays.toString(Channel.values())));
            } else if (body == null) {
                violations.add(new Violation("channels." + name, "must be an object"));
            } else {
                readContact(channel.get(), body, contacts, violations);
            }
        });
        return new Reading(contacts, violations);
    }

    private static void readContact(
            Channel channel, ChannelBody body, Map<Channel, Contact> contacts, List<Violation> violations) {
        var address = body.address() == null ? "" : body.address();
        var acceptable = channel.accepts(address) || (address.isEmpty() && !body.enabled());
        if (acceptable) {
            contacts.put(channel, new Contact(body.enabled(), address));
        } else {
            violations.add(new Violation("channels." + channel + ".address", "must be " + channel.addressForm()));
        }
    }

    /// @param violations empty when the contacts may be stored
    record Reading(Map<Channel, Contact> contacts, List<Violation> violations) {}
}
