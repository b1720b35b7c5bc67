package io.highwater.broker.core.group;

import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.coordinator.OffsetCommitValue;

/// How far a group has read one partition.
///
/// @param offset            next offset to read
/// @param leaderEpoch       epoch of the last record read, -1 when unknown
/// @param metadata          the client's note, may be empty
/// @param commitTimestampMs when the commit arrived
/// @param expireTimestampMs when it expires because old clients said so, -1 for the coordinator's own retention
/// @param topicId           id of the topic, zero when the client named it
record CommittedOffset(
        long offset, int leaderEpoch, String metadata, long commitTimestampMs, long expireTimestampMs, Uuid topicId) {

    static CommittedOffset of(OffsetCommitValue value) {
        return new CommittedOffset(
                value.offset(),
                value.leaderEpoch(),
                value.metadata(),
                value.commitTimestamp(),
                value.expireTimestamp(),
                value.topicId());
    }

    /// True when nobody needs the offset any more.
    ///
    /// @param baseMs when its retention time began to run
    boolean isExpired(long baseMs, long nowMs, long retentionMs) {
        return expireTimestampMs >= 0 ? nowMs >= expireTimestampMs : nowMs - baseMs >= retentionMs;
    }
}
