package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.Uuid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One registered broker.
///
/// @param epoch                counts its registrations: the offset of the registration's record
/// @param incarnationId        differs for every process
/// @param fenced               registered, but not to be used
/// @param inControlledShutdown about to leave
/// @param features             levels it supports
/// @param logDirs              ids of its log directories
public record BrokerImage(
        int id,
        long epoch,
        Uuid incarnationId,
        List<Endpoint> endpoints,
        Optional<String> rack,
        boolean fenced,
        boolean inControlledShutdown,
        Map<String, SupportedLevels> features,
        List<Uuid> logDirs) {
    public BrokerImage {
        endpoints = List.copyOf(endpoints);
        features = Map.copyOf(features);
        logDirs = List.copyOf(logDirs);
    }

    /// An address of the broker.
    ///
    /// @param listener         name of the listener
    /// @param securityProtocol 0 plaintext, 1 TLS, 2 SASL plaintext, 3 SASL over TLS
    public record Endpoint(String listener, String host, int port, short securityProtocol) {}

    /// Levels of a feature that a broker can run.
    public record SupportedLevels(short min, short max) {}

    /// True when it may hold new replicas and lead.
    public boolean isActive() {
        return !fenced && !inControlledShutdown;
    }

    /// Its address on a listener.
    public Optional<Endpoint> endpoint(String listener) {
        return endpoints.stream().filter(e -> e.listener().equals(listener)).findFirst();
    }

    BrokerImage withFenced(boolean nowFenced) {
        return new BrokerImage(
                id, epoch, incarnationId, endpoints, rack, nowFenced, inControlledShutdown, features, logDirs);
    }

    BrokerImage withInControlledShutdown(boolean now) {
        return new BrokerImage(id, epoch, incarnationId, endpoints, rack, fenced, now, features, logDirs);
    }

    BrokerImage withLogDirs(List<Uuid> dirs) {
        return new BrokerImage(id, epoch, incarnationId, endpoints, rack, fenced, inControlledShutdown, features, dirs);
    }
}
