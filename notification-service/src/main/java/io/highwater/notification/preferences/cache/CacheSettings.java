package io.highwater.notification.preferences.cache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings under `highwater.notification.preference-cache`.
///
/// @param timeToLive how long a copy lives, hence how stale one may be after an outage
/// @param openFor    how long Redis is left alone after it failed
@ConfigurationProperties("highwater.notification.preference-cache")
record CacheSettings(
        @DefaultValue("2m") Duration timeToLive,
        @DefaultValue("2s") Duration openFor) {}
