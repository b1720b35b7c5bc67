package io.highwater.runner.demo;

/// An order did not go as announced. The message says what was expected and what happened.
final class DemoException extends RuntimeException {
    DemoException(String message) {
        super(message);
    }
}
