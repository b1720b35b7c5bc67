package io.highwater.broker.protocol.record;

/// What a topic demands of the records that producers send to it, beyond being well-formed.
///
/// @param keysRequired      whether each record needs a key, as on compacted topics
/// @param inspectCompressed whether compressed batches are decompressed to check each record; happens anyway when keys
///                          are required
/// @param earliestTimestamp the smallest record timestamp that is accepted, in milliseconds
/// @param latestTimestamp   the largest record timestamp that is accepted, in milliseconds
public record BatchRules(
        boolean keysRequired, boolean inspectCompressed, long earliestTimestamp, long latestTimestamp) {
    /// No demands.
    public static final BatchRules NONE = new BatchRules(false, false, Long.MIN_VALUE, Long.MAX_VALUE);

    boolean accepts(long timestamp) {
        return timestamp == RecordBatch.NO_TIMESTAMP
                || (timestamp >= earliestTimestamp && timestamp <= latestTimestamp);
    }

    boolean needsRecords(boolean compressed) {
        return !compressed || inspectCompressed || keysRequired;
    }
}
