package io.highwater.notification.preferences.persistence;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.preferences.Contact;
import io.highwater.notification.preferences.PreferenceStore;
import io.highwater.notification.preferences.Preferences;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// A row per user, whose version the writers take turns on, and one per user and channel.
@Repository
class JdbcPreferenceStore implements PreferenceStore {
    private final JdbcClient jdbc;

    JdbcPreferenceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One statement, so that version and contacts belong together.
    @Override
    public Optional<Preferences> find(String userId) {
        var contacts = new EnumMap<Channel, Contact>(Channel.class);
        var versions = jdbc.sql("""
            SELECT p.version, c.channel, c.enabled, c.address
            FROM preference p LEFT JOIN contact c USING (user_id) WHERE user_id = :userId\
            """)
                .param("userId", userId)
                .query((row, _) -> {
                    var channel = row.getString("channel");
                    if (channel != null) {
                        contacts.put(
                                Channel.valueOf(channel),
                                new Contact(row.getBoolean("enabled"), row.getString("address")));
                    }
                    return row.getLong("version");
                })
                .list();
        return versions.stream().findFirst().map(version -> new Preferences(userId, version, contacts));
    }

    @Override
    @Transactional
    public Preferences save(String userId, Map<Channel, Contact> contacts) {
        long version = jdbc.sql("""
            INSERT INTO preference (user_id, version) VALUES (:userId, 1)
            ON CONFLICT (user_id) DO UPDATE SET version = preference.version + 1
            RETURNING version\
            """).param("userId", userId).query(Long.class).single();
        jdbc.sql("DELETE FROM contact WHERE user_id = :userId")
                .param("userId", userId)
                .update();
        contacts.forEach((channel, contact) -> insert(userId, channel, contact));
        return new Preferences(userId, version, contacts);
    }

    private void insert(String userId, Channel channel, Contact contact) {
        jdbc.sql("INSERT INTO contact (user_id, channel, enabled, address) VALUES (:userId, :channel, :enabled,"
                        + " :address)")
                .param("userId", userId)
                .param("channel", channel.name())
                .param("enabled", contact.enabled())
                .param("address", contact.address())
                .update();
    }
}
