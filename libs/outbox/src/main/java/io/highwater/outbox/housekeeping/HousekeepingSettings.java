package io.highwater.outbox.housekeeping;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long messages are kept in the database.
///
/// @param outboxRetention how long published rows stay available to a relay that has to read them again; default
/// 3 days
/// @param inboxRetention  how long a message is recognised as handled before; longer than any topic's retention;
///                        default 14 days
@ConfigurationProperties("highwater.outbox")
public record HousekeepingSettings(
        @DefaultValue("3d") Duration outboxRetention,
        @DefaultValue("14d") Duration inboxRetention) {}
