package io.highwater.notification.preferences;

import io.highwater.notification.channel.Channel;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How to reach users who never set preferences: by e-mail and push, under addresses made from the user id. Settings
/// under `highwater.notification.default-contacts`; `{userId}` is replaced.
///
/// @param email the mailbox; the default is in a domain that can never exist (RFC 2606)
/// @param push  the registration token
@ConfigurationProperties("highwater.notification.default-contacts")
public record DefaultContacts(
        @DefaultValue("{userId}@customers.invalid") String email,
        @DefaultValue("device-of-{userId}") String push) {
    Map<Channel, Contact> of(String userId) {
        return Map.of(
                Channel.EMAIL, new Contact(true, email.replace("{userId}", userId)),
                Channel.PUSH, new Contact(true, push.replace("{userId}", userId)));
    }
}
