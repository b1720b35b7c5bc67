package io.highwater.broker.server.api;

import java.util.List;

/// The answer to one frame, ready for the socket: buffers and slices of log files in order, the first buffer beginning
/// with the size of the whole. No parts means that the client expects no answer (`acks=0`).
///
/// @param parts each a `ByteBuf` or a `FileRecords`; the connection releases them
public record Reply(List<Object> parts) {
    /// Nothing is sent.
    public static final Reply NONE = new Reply(List.of());

    public Reply {
        parts = List.copyOf(parts);
    }
}
