package io.highwater.broker.server.net;

import io.highwater.broker.server.config.BrokerConfig;
import io.highwater.broker.server.config.Settings;

/// What one connection is held to.
///
/// @param maxRequestBytes     largest frame
/// @param maxRequestsInFlight requests worked on at a time; then reading stops
/// @param maxIdleMs           silence after which it is closed; negative means never
record ConnectionSettings(int maxRequestBytes, int maxRequestsInFlight, long maxIdleMs) {
    static ConnectionSettings of(BrokerConfig config) {
        return new ConnectionSettings(
                config.get(Settings.REQUEST_MAX_BYTES),
                config.get(Settings.MAX_REQUESTS_IN_FLIGHT),
                config.get(Settings.CONNECTIONS_MAX_IDLE_MS));
    }
}
