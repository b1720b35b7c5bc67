package io.highwater.broker.protocol.wire;

/// A message was to be written in a version that cannot carry what is set in it. A mistake of ours, not of the peer.
public final class UnsupportedFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsupportedFieldException(String message) {
        super(message);
    }

    /// The field has a value, but the version has no such field.
    public static UnsupportedFieldException absent(String field, short version) {
        return new UnsupportedFieldException("Version %d has no %s, which is set".formatted(version, field));
    }

    /// The field is null, which this version cannot say.
    public static UnsupportedFieldException unexpectedNull(String field, short version) {
        return new UnsupportedFieldException("%s may not be null in version %d".formatted(field, version));
    }

    /// The message itself does not exist in this version.
    public static UnsupportedFieldException version(String message, short version) {
        return new UnsupportedFieldException("%s has no version %d".formatted(message, version));
    }
}
