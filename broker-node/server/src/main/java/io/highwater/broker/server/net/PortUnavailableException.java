package io.highwater.broker.server.net;

import io.highwater.broker.server.config.Endpoint;

/// A listener could not be bound.
public final class PortUnavailableException extends RuntimeException {
    PortUnavailableException(Endpoint endpoint, Throwable cause) {
        super(
                "cannot listen on %s: %s; stop the process that has the port, or choose another one with listeners"
                        .formatted(endpoint, cause.getMessage()),
                cause);
    }
}
