package io.highwater.notification.channel.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits towards each provider, under `highwater.notification.guard`.
///
/// @param concurrentCalls     calls under way per provider
/// @param callsPerSecond      new calls per provider and second
/// @param timeLimit           a call without an answer for so long has an unknown outcome
/// @param failureRatePercent  share of failed calls at which the circuit opens
/// @param minimumCalls        calls that are seen before the circuit may open
/// @param openFor             how long an open circuit lets nothing through
@ConfigurationProperties("highwater.notification.guard")
public record GuardSettings(
        @DefaultValue("8") int concurrentCalls,
        @DefaultValue("100") int callsPerSecond,
        @DefaultValue("5s") Duration timeLimit,
        @DefaultValue("60") int failureRatePercent,
        @DefaultValue("10") int minimumCalls,
        @DefaultValue("3s") Duration openFor) {}
