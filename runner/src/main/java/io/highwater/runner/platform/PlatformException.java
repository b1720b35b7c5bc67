package io.highwater.runner.platform;

/// The platform cannot do what was asked for. The message is for the person at the keyboard: what is wrong and what to
/// do.
public final class PlatformException extends RuntimeException {
    public PlatformException(String message) {
        super(message);
    }

    public PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
