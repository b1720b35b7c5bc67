package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.ErrorCode;
import java.util.OptionalInt;

/// What the host must do, in the given order: an effect is done before the next one begins, so that a vote
/// is on the disk before anybody hears of it.
public sealed interface RaftEffect {
    /// Make this durable.
    record Persist(Election election) implements RaftEffect {}

    /// Ask another replica.
    record Send(int node, RaftRequest request) implements RaftEffect {}

    /// Answer the request that came with this token.
    record Reply(long token, RaftResponse response) implements RaftEffect {}

    /// Answer the fetch that came with this token with the records from `offset` on, durable here or not, as
    /// [RaftResponse.Fetched].
    record ReplyRecords(long token, int epoch, long offset, long highWatermark) implements RaftEffect {}

    /// Everything before `offset` is committed: it will never be taken back.
    record Committed(long offset) implements RaftEffect {}

    /// Somebody else leads now, perhaps we ourselves, perhaps nobody.
    record Leader(int epoch, OptionalInt leaderId) implements RaftEffect {}

    /// Make what was appended durable and report it with [RaftEvent.Flushed].
    record Flush() implements RaftEffect {}

    /// Answer the request that came with this token with the bytes of the snapshot from `position` on, as
    /// [RaftResponse.SnapshotPart].
    record ReplySnapshot(long token, int epoch, LogPosition snapshot, long position) implements RaftEffect {}

    /// The change of voters that came with this token is committed, or refused.
    ///
    /// @param message why it was refused, and what would help
    record VotersChanged(long token, ErrorCode error, String message) implements RaftEffect {}
}
