package io.highwater.broker.protocol.wire;

/// Bytes from outside are not what they claim to be. The connection that sent them cannot be trusted any further.
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }

    static MalformedMessageException tooShort(String kind, int position, long announced, int available) {
        return new MalformedMessageException(
                "%s at position %d announces %d bytes but %d are left".formatted(kind, position, announced, available));
    }

    static MalformedMessageException unexpectedNull(String kind, int position) {
        return new MalformedMessageException("%s at position %d is null and may not be".formatted(kind, position));
    }
}
