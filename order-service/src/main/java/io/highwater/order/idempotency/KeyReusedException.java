package io.highwater.order.idempotency;

/// An idempotency key came with another request than the first time.
public final class KeyReusedException extends RuntimeException {
    KeyReusedException() {
        super("the Idempotency-Key was used for another request");
    }
}
