package io.highwater.saga.running.web;

import java.util.UUID;

/// There is no saga of that id.
final class UnknownSagaException extends RuntimeException {
    UnknownSagaException(UUID sagaId) {
        super("there is no saga " + sagaId);
    }
}
