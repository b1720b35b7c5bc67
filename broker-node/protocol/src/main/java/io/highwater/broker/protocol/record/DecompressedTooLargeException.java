package io.highwater.broker.protocol.record;

/// Decompressing was stopped because it yields more than was allowed; nobody knows how much it would be.
final class DecompressedTooLargeException extends MalformedRecordException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    DecompressedTooLargeException(Compression codec, long limit) {
        super("Records decompressed with %s take more than %d bytes".formatted(codec.configName(), limit));
        this.limit = limit;
    }

    /// How many bytes were allowed.
    long limit() {
        return limit;
    }
}
