package io.highwater.broker.protocol.wire;

/// A response that can tell a client to slow down.
public interface Throttleable extends Message {
    /// How long the client has to wait before its next request is looked at, in milliseconds; 0 when it need not.
    int throttleTimeMs();

    /// Sets it.
    Throttleable throttleTimeMs(int value);
}
