package io.highwater.broker.core.controller;

/// The limit that holds for somebody, and with whom they share it.
///
/// @param who       equal for all that use up the same quota: a client of its own, or all clients of a user
/// @param perSecond how much they may use
public record QuotaLimit(Sharers who, double perSecond) {
    /// Those who share one quota. Names are empty where the quota does not look at them.
    public record Sharers(QuotaKey key, String user, String clientId) {}
}
