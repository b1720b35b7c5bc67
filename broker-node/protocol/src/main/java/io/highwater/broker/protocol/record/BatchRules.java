package io.highwater.broker.protocol.record;

/// What a topic demands of the records that producers send to it, beyond being well-formed.
///
/// @param keysRequired      whether each record needs a key, as on compacted topics
/// @param earliestTimestamp the smallest record timestamp that is accepted, in milliseconds
/// @param latestTimestamp   the largest record timestamp that is accepted, in milliseconds
/// @param maxDecompressed   how many bytes the records may become when they are decompressed
public record BatchRules(boolean keysRequired, long earliestTimestamp, long latestTimestamp, long maxDecompressed) {
    /// No demands but a bound on decompression.
    public static final BatchRules NONE =
            new BatchRules(false, Long.MIN_VALUE, Long.MAX_VALUE, Compression.DEFAULT_MAX_DECOMPRESSED);

    /// The same demands with another bound on decompression.
    public BatchRules withMaxDecompressed(long size) {
        return new BatchRules(keysRequired, earliestTimestamp, latestTimestamp, size);
    }

    boolean accepts(long timestamp) {
        return timestamp == RecordBatch.NO_TIMESTAMP
                || (timestamp >= earliestTimestamp && timestamp <= latestTimestamp);
    }
}
