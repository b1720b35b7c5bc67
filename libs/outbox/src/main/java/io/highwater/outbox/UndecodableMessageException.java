package io.highwater.outbox;

/// A received record is not a message we can read, now or ever; its consumer sends it to the dead letter topic.
public final class UndecodableMessageException extends RuntimeException {
    public UndecodableMessageException(String message) {
        super(message);
    }

    public UndecodableMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
