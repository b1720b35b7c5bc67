package io.highwater.broker.server.api;

import java.util.List;

/// The answer to one frame, ready for the socket: buffers and slices of log files in order, the first buffer
/// beginning with the size of the whole. No parts means that the client expects no answer (`acks=0`).
///
/// @param parts      each a `ByteBuf` or a `FileRecords`; the connection releases them
/// @param throttleMs how long the client is not listened to once it has the answer, because it exceeded a
/// quota; 0 mostly
public record Reply(List<Object> parts, int throttleMs) {
    /// Nothing is sent.
    public static final Reply NONE = new Reply(List.of());

    /// An answer after which the client is listened to as before.
    public Reply(List<Object> parts) {
        this(parts, 0);
    }

    public Reply {
        parts = List.copyOf(parts);
    }
}
