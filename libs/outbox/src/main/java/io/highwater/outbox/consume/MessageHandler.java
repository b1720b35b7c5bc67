package io.highwater.outbox.consume;

import io.highwater.outbox.Envelope;

/// Handles one type of message inside the transaction that the listener opened.
///
/// Throwing rolls the transaction back, and the message is delivered again.
@FunctionalInterface
public interface MessageHandler<T> {
    void handle(T message, Envelope envelope);
}
