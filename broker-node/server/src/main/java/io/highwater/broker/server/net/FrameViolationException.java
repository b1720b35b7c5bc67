package io.highwater.broker.server.net;

/// The bytes on a connection are not our protocol. The connection cannot be saved: where the next frame begins is
/// unknown.
final class FrameViolationException extends Exception {
    FrameViolationException(String message) {
        super(message);
    }
}
