package io.highwater.broker.protocol.record;

import java.util.Optional;

/// How a topic wants its records compressed; `compression.type` and the level that goes with it.
///
/// @param codec  what every batch is stored with
/// @param level  effort of gzip (1 to 9, -1 for its own default), lz4 (1 to 17) or zstd (-131072 to 22); the
///               others have none
/// @param keepsProducers whether the producer's choice stands, whatever the rest says
public record TargetCompression(Compression codec, int level, boolean keepsProducers) {
    /// Batches are stored as they were sent.
    public static final TargetCompression PRODUCER = new TargetCompression(Compression.NONE, 0, true);

    /// One codec for everything, at its own default level.
    public static TargetCompression of(Compression codec) {
        return new TargetCompression(codec, codec.defaultLevel(), false);
    }

    /// The meaning of a value of `compression.type`; empty when it has none.
    ///
    /// @param level used by codecs that have one
    public static Optional<TargetCompression> of(String compressionType, int level) {
        return switch (compressionType) {
            case "producer" -> Optional.of(PRODUCER);
            case "uncompressed" -> Optional.of(of(Compression.NONE));
            default -> Compression.named(compressionType).map(codec -> new TargetCompression(codec, level, false));
        };
    }

    /// Whether a batch that arrives with this codec has to be compressed anew.
    public boolean changes(int codecId) {
        return !keepsProducers && codec.id() != codecId;
    }
}
