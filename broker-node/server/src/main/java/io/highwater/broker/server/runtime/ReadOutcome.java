package io.highwater.broker.server.runtime;

import io.highwater.broker.log.index.AbortedTransaction;
import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.protocol.ErrorCode;
import java.util.List;
import java.util.Optional;

/// What one partition has for a fetch.
///
/// @param error          `NONE` when there is something or nothing to read
/// @param highWatermark  -1 after an error
/// @param stableOffset   where readers of committed records stop; -1 after an error
/// @param logStartOffset -1 after an error
/// @param aborted        transactions whose records a reader of committed records must pass over
/// @param records        a share of the file that must be sent or released; empty when there is nothing new
/// @param divergence     set when the log of the client went another way than ours (KIP-595)
public record ReadOutcome(
        ErrorCode error,
        long highWatermark,
        long stableOffset,
        long logStartOffset,
        List<AbortedTransaction> aborted,
        Optional<FileRecords> records,
        Optional<Divergence> divergence) {
    public ReadOutcome {
        aborted = List.copyOf(aborted);
    }

    /// Where the client's log and ours part.
    ///
    /// @param epoch     the largest epoch that both know
    /// @param endOffset where it ends with us
    public record Divergence(int epoch, long endOffset) {}

    /// Nothing but the error.
    public static ReadOutcome failed(ErrorCode error) {
        return new ReadOutcome(error, -1, -1, -1, List.of(), Optional.empty(), Optional.empty());
    }

    /// How many bytes of records there are.
    public int sizeInBytes() {
        return records.map(FileRecords::sizeInBytes).orElse(0);
    }

    /// The same without the records, which go back to their file.
    public ReadOutcome withoutRecords() {
        release();
        return new ReadOutcome(
                error, highWatermark, stableOffset, logStartOffset, List.of(), Optional.empty(), divergence);
    }

    /// Gives back what will not be sent.
    public void release() {
        records.ifPresent(FileRecords::release);
    }
}
