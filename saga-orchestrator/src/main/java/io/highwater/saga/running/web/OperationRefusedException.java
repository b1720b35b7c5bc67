package io.highwater.saga.running.web;

/// The saga's state does not allow what the operator wants.
final class OperationRefusedException extends RuntimeException {
    OperationRefusedException(String why) {
        super(why);
    }
}
