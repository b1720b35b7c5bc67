package io.highwater.notification.channel.fcm;

import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Firebase's credentials, under `highwater.notification.channels.fcm`; giving them makes push real.
///
/// @param baseUrl         for an emulator
/// @param serviceAccount  the JSON key file of a service account that may send messages
public record FcmSettings(
        @DefaultValue("https://fcm.googleapis.com") URI baseUrl, Path serviceAccount) {}
