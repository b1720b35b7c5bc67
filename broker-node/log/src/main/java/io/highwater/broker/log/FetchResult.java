package io.highwater.broker.log;

import io.highwater.broker.protocol.wire.Records;

/// What a read found.
public sealed interface FetchResult {
    /// Records from the batch that holds the offset on; empty at the end of what may be read. If they are
    /// [io.highwater.broker.log.segment.FileRecords], the receiver gives them back by `release()`.
    record FetchData(Records records) implements FetchResult {}

    /// The log does not hold the offset.
    ///
    /// @param logStartOffset first offset it holds
    /// @param nextOffset     one past the last offset it holds
    record OffsetOutOfRange(long logStartOffset, long nextOffset) implements FetchResult {}
}
