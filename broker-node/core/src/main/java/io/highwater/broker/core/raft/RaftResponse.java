package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.wire.Records;
import java.util.OptionalInt;

/// What replicas of the quorum answer each other. Each tells the newest epoch that the answering replica
/// knows, so that a sender who has been left behind learns it.
public sealed interface RaftResponse {
    /// The newest epoch known there.
    int epoch();

    /// Who leads it, where known.
    OptionalInt leaderId();

    /// Refused.
    record Failed(ErrorCode error, int epoch, OptionalInt leaderId) implements RaftResponse {}

    /// The answer to a [RaftRequest.Vote].
    record Voted(int epoch, OptionalInt leaderId, boolean granted) implements RaftResponse {}

    /// The answer to [RaftRequest.BeginEpoch] and [RaftRequest.EndEpoch].
    record Noted(int epoch, OptionalInt leaderId) implements RaftResponse {}

    /// Records from the leader; none when nothing was new.
    record Fetched(int epoch, OptionalInt leaderId, long highWatermark, Records records) implements RaftResponse {}

    /// The follower's log has another history: the leader's ends its epoch here, at the latest.
    record Diverged(int epoch, OptionalInt leaderId, LogPosition end) implements RaftResponse {}

    /// The leader no longer has these records: begin with this snapshot.
    record SnapshotFirst(int epoch, OptionalInt leaderId, LogPosition snapshot) implements RaftResponse {}

    /// A part of a snapshot.
    ///
    /// @param size of the whole snapshot, in bytes
    record SnapshotPart(int epoch, OptionalInt leaderId, LogPosition snapshot, long size, long position, Records bytes)
            implements RaftResponse {}
}
