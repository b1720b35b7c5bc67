package io.highwater.broker.log.recovery;

/// What recovery has to know beforehand.
///
/// @param logStartOffset     from the checkpoint of the log directory; 0 if it has none
/// @param recoveryPoint      from the checkpoint of the log directory: everything before was flushed; 0 if it has
///     none
/// @param cleanShutdown      whether the last broker closed all logs
/// @param gapless            whether every offset of the log has a record: true unless the topic is compacted
/// @param indexIntervalBytes bytes of records between two index entries
/// @param maxIndexBytes      size at which an index is full
/// @param nowMs              the time, for a segment that has to be created
public record RecoverySettings(
        long logStartOffset,
        long recoveryPoint,
        boolean cleanShutdown,
        boolean gapless,
        int indexIntervalBytes,
        int maxIndexBytes,
        long nowMs) {}
