package io.highwater.notification.channel.wiring;

import io.highwater.notification.channel.fcm.FcmSettings;
import io.highwater.notification.channel.standin.Fault;
import io.highwater.notification.channel.twilio.TwilioSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Providers' settings, under `highwater.notification.channels`. E-mail is real once `spring.mail.host` is set.
///
/// @param twilio    credentials for SMS; absent: stand-in
/// @param fcm       credentials for push; absent: stand-in
/// @param emailFrom sender of e-mails
/// @param faults    faults of the stand-ins from the start
@ConfigurationProperties("highwater.notification.channels")
public record ChannelSettings(
        @Nullable TwilioSettings twilio,
        @Nullable FcmSettings fcm,
        @DefaultValue("shop@highwater.example") String emailFrom,
        @DefaultValue List<Fault> faults) {}
