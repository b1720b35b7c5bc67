package io.highwater.relay.forwarding;

/// The batch in hand could not be finished with this producer. The next run reads its rows again.
/// Deliberately no exception of Connect's: the engine would skip the batch after a `RetriableException`.
public final class ForwardingFailedException extends RuntimeException {
    public ForwardingFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    public ForwardingFailedException(String message) {
        super(message);
    }
}
