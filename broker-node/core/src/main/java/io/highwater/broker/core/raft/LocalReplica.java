package io.highwater.broker.core.raft;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.protocol.wire.Records;

/// Our own copy of the log: how much of it is on stable storage, how much of it is committed, and who votes
/// according to it.
final class LocalReplica {
    private final ReplicaKey key;
    private final RaftLog log;
    private final VoterHistory voters;
    private long flushed;
    private long highWatermark;

    /// What is in the log at the start has been read from the disk and so is on it.
    LocalReplica(ReplicaKey key, VoterSet configured, RaftLog log) {
        this.key = key;
        this.log = log;
        this.voters = new VoterHistory(configured, log.voters());
        this.flushed = log.end().offset();
        this.highWatermark = log.snapshot().offset();
    }

    ReplicaKey key() {
        return key;
    }

    RaftLog log() {
        return log;
    }

    LogPosition end() {
        return log.end();
    }

    VoterSet voters() {
        return voters.current();
    }

    VoterSet votersAt(long offset) {
        return voters.at(offset);
    }

    boolean areVotersSettled() {
        return voters.isSettled(highWatermark);
    }

    boolean isVoter() {
        return voters().contains(key);
    }

    /// Whether an election may be ours to win: one that was voted out is still needed as long as the others
    /// may not know of it, because only its log may be long enough (Ongaro 2014, §4.2.2).
    boolean mayLead() {
        return isVoter() || (!areVotersSettled() && voters.previous().contains(key));
    }

    /// Everything before it is on stable storage.
    long flushed() {
        return flushed;
    }

    boolean isFlushed() {
        return flushed >= end().offset();
    }

    long highWatermark() {
        return highWatermark;
    }

    /// A flush may have begun before a truncation and tell of records that are gone.
    void flushed(long nextOffset) {
        flushed = Math.max(flushed, Math.min(nextOffset, end().offset()));
    }

    /// @return whether there was something to append
    boolean append(Records records) {
        if (records.sizeInBytes() == 0) {
            return false;
        }
        log.append(records).forEach(voters::add);
        return true;
    }

    void appendLeaderChange(int epoch, Ballot ballot) {
        log.appendLeaderChange(epoch, key.id(), voters(), ballot.granting());
    }

    void appendVoters(int epoch, VoterSet changed) {
        long offset = end().offset();
        log.appendVoters(epoch, changed);
        voters.add(new RaftLog.VotersAt(offset, changed));
    }

    /// Cuts off what the leader does not have: never what is committed.
    void truncateToHistoryOf(LogPosition leadersEnd) {
        LogPosition ours = log.endOf(leadersEnd.epoch());
        long offset = ours.epoch() == leadersEnd.epoch() ? Math.min(ours.offset(), leadersEnd.offset()) : ours.offset();
        if (offset < highWatermark) {
            throw new InvariantViolation(
                    "the leader's history asks to cut the log off at %d, before the high watermark %d"
                            .formatted(offset, highWatermark));
        }
        log.truncateTo(offset);
        voters.truncateTo(offset);
        flushed = Math.min(flushed, offset);
    }

    void installSnapshot(LogPosition snapshot) {
        voters.startAnew(snapshot.offset(), log.installSnapshot(snapshot));
        flushed = snapshot.offset();
        highWatermark = Math.max(highWatermark, snapshot.offset());
    }

    /// Everything before `offset` is committed, as far as we have it.
    ///
    /// @return whether that is news
    boolean commit(long offset) {
        long committed = Math.min(offset, end().offset());
        if (committed <= highWatermark) {
            return false;
        }
        highWatermark = committed;
        return true;
    }
}
