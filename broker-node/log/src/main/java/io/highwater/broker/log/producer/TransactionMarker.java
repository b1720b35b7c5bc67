package io.highwater.broker.log.producer;

import io.highwater.broker.protocol.record.ControlRecordType;
import io.highwater.broker.protocol.record.RecordBatch;
import java.util.Optional;

/// What the record of a control batch says about its producer's transaction.
///
/// @param commits          whether the transaction counts
/// @param coordinatorEpoch epoch of the coordinator that wrote it, -1 when it does not say
public record TransactionMarker(boolean commits, int coordinatorEpoch) {
    private static final int VALUE_SIZE = Short.BYTES + Integer.BYTES;

    /// The marker in a whole control batch; empty when it is none, or when compaction took the record away because
    /// nothing of the transaction was left.
    ///
    /// @throws io.highwater.broker.protocol.record.MalformedRecordException when the record cannot be read
    public static Optional<TransactionMarker> of(RecordBatch batch) {
        var records = batch.records();
        if (!records.hasNext()) {
            return Optional.empty();
        }
        var record = records.next();
        var key = record.key();
        if (key == null) {
            return Optional.empty();
        }
        var type = ControlRecordType.ofKey(key).orElse(null);
        if (type != ControlRecordType.ABORT && type != ControlRecordType.COMMIT) {
            return Optional.empty();
        }
        var value = record.value();
        var epoch = value == null || value.readableBytes() < VALUE_SIZE
                ? -1
                : value.getInt(value.readerIndex() + Short.BYTES);
        return Optional.of(new TransactionMarker(type == ControlRecordType.COMMIT, epoch));
    }
}
