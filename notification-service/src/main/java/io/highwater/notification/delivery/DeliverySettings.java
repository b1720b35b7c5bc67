package io.highwater.notification.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings under `highwater.notification.delivery`.
///
/// @param lease       how long a claim lasts; longer than any guarded call, twice its time limit at least
/// @param poll        how often to look for what nobody told us about: retries that fell due, expired leases
/// @param hold        how long a delivery rests that the guard did not let through
/// @param maxAttempts all attempts of one delivery, the first included
/// @param backoffBase limit of the wait after the first attempt, doubled after each
/// @param backoffMax  limit of every wait
/// @param lostAfter   how long after its time a failed delivery is taken up without its dead letter
@ConfigurationProperties("highwater.notification.delivery")
public record DeliverySettings(
        @DefaultValue("30s") Duration lease,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("500ms") Duration hold,
        @DefaultValue("6") int maxAttempts,
        @DefaultValue("2s") Duration backoffBase,
        @DefaultValue("30s") Duration backoffMax,
        @DefaultValue("5m") Duration lostAfter) {}
