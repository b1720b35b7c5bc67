package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.wire.Records;
import java.util.List;

/// The metadata log as the quorum sees it. None of the methods waits for the disk: how far the log is
/// durable comes as [RaftEvent.Flushed].
public interface RaftLog {
    /// Where it starts; what lies before is in a snapshot.
    long startOffset();

    /// Where it ends, and the epoch of its last record.
    LogPosition end();

    /// Where the newest epoch ends that is not later than `epoch`; the snapshot's position when the log has
    /// none. At offset 0 and epoch 0 when there is nothing so old.
    LogPosition endOf(int epoch);

    /// The newest snapshot; position 0 of epoch 0 when there is none.
    LogPosition snapshot();

    /// The sets of voters in the log and its snapshot, in order; none when the node has yet to hear of any.
    List<VotersAt> voters();

    /// Appends what the leader sent, as it is.
    ///
    /// @return the sets of voters that were among the records, in order
    List<VotersAt> append(Records records);

    /// Appends the first record of a leader's epoch.
    void appendLeaderChange(int epoch, int leaderId, VoterSet voters, List<Integer> granting);

    /// Appends a new set of voters.
    void appendVoters(int epoch, VoterSet voters);

    /// Drops everything from `offset` on.
    void truncateTo(long offset);

    /// Keeps a part of a snapshot that is on its way from the leader; position 0 begins anew.
    void storeSnapshot(LogPosition snapshot, long position, Records bytes);

    /// Puts the snapshot, now complete, in the place of everything in the log, durably.
    ///
    /// @return who votes according to it
    VoterSet installSnapshot(LogPosition snapshot);

    /// A set of voters that is in force from its record on, committed or not.
    ///
    /// @param offset of its record
    record VotersAt(long offset, VoterSet voters) {}
}
