package io.highwater.broker.server.api;

/// A frame that cannot be answered, not even with an error: its header or body is not what it claims to be. The
/// connection is closed after one line in the log.
public final class RefusedRequestException extends RuntimeException {
    public RefusedRequestException(String message) {
        super(message);
    }

    public RefusedRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
