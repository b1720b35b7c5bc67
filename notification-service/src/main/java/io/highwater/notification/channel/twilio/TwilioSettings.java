package io.highwater.notification.channel.twilio;

import java.net.URI;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Twilio's credentials, under `highwater.notification.channels.twilio`; giving them makes SMS real.
///
/// @param baseUrl    for an emulator or a regional endpoint
/// @param accountSid starts with `AC`
/// @param from       the sending number, E.164
public record TwilioSettings(
        @DefaultValue("https://api.twilio.com") URI baseUrl, String accountSid, String authToken, String from) {
    /// Without the token, which must not reach a log.
    @Override
    public String toString() {
        return "TwilioSettings[" + baseUrl + ", " + accountSid + "]";
    }
}
