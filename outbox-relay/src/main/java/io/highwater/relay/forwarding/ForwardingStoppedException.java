package io.highwater.relay.forwarding;

/// The batch in hand was given up because the source is being stopped. Its rows are read again by the next run.
public final class ForwardingStoppedException extends RuntimeException {
    public ForwardingStoppedException() {
        super("stopped while a batch was waiting for the broker");
    }
}
