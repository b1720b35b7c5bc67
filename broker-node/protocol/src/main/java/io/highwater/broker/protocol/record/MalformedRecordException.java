package io.highwater.broker.protocol.record;

/// The bytes of a record batch contradict themselves or their format.
public sealed class MalformedRecordException extends RuntimeException permits DecompressedTooLargeException {
    private static final long serialVersionUID = 1L;

    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
