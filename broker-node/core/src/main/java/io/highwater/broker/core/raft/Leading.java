package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.ErrorCode;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The leader's side of one epoch: serves fetches, moves the high watermark, and takes voters in and out.
final class Leading {
    private final LocalReplica replica;
    private final Leadership leadership;
    private final RaftSettings settings;
    private final Consumer<RaftEffect> effects;
    private final ParkedFetches parked = new ParkedFetches();
    private @Nullable PendingChange pending;

    /// A change of voters that is in the log and not yet committed.
    ///
    /// @param nextOffset one past its record
    private record PendingChange(long token, long nextOffset) {}

    Leading(LocalReplica replica, Leadership leadership, RaftSettings settings, Consumer<RaftEffect> effects) {
        this.replica = replica;
        this.leadership = leadership;
        this.settings = settings;
        this.effects = effects;
    }

    Leadership leadership() {
        return leadership;
    }

    int epoch() {
        return leadership.epoch();
    }

    long deadlineMs() {
        return Math.min(leadership.deadlineMs(), parked.deadlineMs());
    }

    /// Once the leader itself was voted out, and that is settled, somebody else has to lead.
    boolean isDone() {
        return !replica.isVoter() && pending == null && replica.areVotersSettled();
    }

    boolean hasLostItsMajority(long nowMs) {
        return leadership.hasLostItsMajority(nowMs);
    }

    void onTick(long nowMs) {
        parked.takeExpired(nowMs).forEach(this::answer);
        announce(nowMs);
    }

    void announce(long nowMs) {
        leadership
                .toAnnounce(nowMs)
                .forEach(voter -> effects.accept(new RaftEffect.Send(
                        voter, new RaftRequest.BeginEpoch(epoch(), replica.key().id()))));
    }

    /// Our log has grown: followers may have it before it is on our own disk.
    void onAppended() {
        effects.accept(new RaftEffect.Flush());
        parked.takeAll().forEach(this::answer);
    }

    void onFlushed() {
        advance();
    }

    void onFetch(long token, RaftRequest.Fetch fetch, long nowMs) {
        LogPosition end = replica.end();
        if (isBehindTheStart(fetch)) {
            // What it has may be another history: it counts only from the snapshot on.
            hear(fetch.replica(), 0, nowMs);
            effects.accept(new RaftEffect.Reply(
                    token,
                    new RaftResponse.SnapshotFirst(
                            epoch(), self(), replica.log().snapshot())));
            return;
        }
        LogPosition common = replica.log().endOf(fetch.lastEpoch());
        if (!isSameHistory(fetch, common)) {
            effects.accept(new RaftEffect.Reply(token, new RaftResponse.Diverged(epoch(), self(), common)));
            return;
        }
        hear(fetch.replica(), fetch.offset(), nowMs);
        advance();
        var question = new ParkedFetches.Parked(token, fetch, nowMs + settings.fetchMaxWaitMs());
        if (fetch.offset() < end.offset() || fetch.highWatermark() < replica.highWatermark()) {
            answer(question);
        } else {
            parked.park(question).forEach(this::answer);
        }
    }

    void onFetchSnapshot(long token, RaftRequest.FetchSnapshot fetch, long nowMs) {
        if (!fetch.snapshot().equals(replica.log().snapshot())) {
            effects.accept(new RaftEffect.Reply(
                    token, new RaftResponse.Failed(ErrorCode.SNAPSHOT_NOT_FOUND, epoch(), self())));
            return;
        }
        hear(fetch.replica(), 0, nowMs);
        effects.accept(new RaftEffect.ReplySnapshot(token, epoch(), fetch.snapshot(), fetch.position()));
    }

    private void hear(ReplicaKey from, long offset, long nowMs) {
        leadership.fetched(from, offset, replica.end().offset(), nowMs);
    }

    private boolean isBehindTheStart(RaftRequest.Fetch fetch) {
        long start = replica.log().startOffset();
        return fetch.offset() < start
                || (start > 0 && replica.log().endOf(fetch.lastEpoch()).offset() < start);
    }

    private static boolean isSameHistory(RaftRequest.Fetch fetch, LogPosition common) {
        return common.epoch() == fetch.lastEpoch() && fetch.offset() <= common.offset();
    }

    private void answer(ParkedFetches.Parked question) {
        effects.accept(new RaftEffect.ReplyRecords(
                question.token(), epoch(), question.fetch().offset(), replica.highWatermark()));
    }

    /// What a majority has on stable storage is committed, once something of our own epoch is among it: an
    /// older record alone could still be overwritten (Raft §5.4.2).
    private void advance() {
        long offset = leadership.majorityOffset(replica.flushed());
        if (offset <= leadership.startOffset() || !replica.commit(offset)) {
            return;
        }
        effects.accept(new RaftEffect.Committed(replica.highWatermark()));
        parked.takeAll().forEach(this::answer);
        if (pending != null && pending.nextOffset() <= replica.highWatermark()) {
            effects.accept(new RaftEffect.VotersChanged(pending.token(), ErrorCode.NONE, ""));
            pending = null;
        }
    }

    /// Takes one voter in or out, if nothing else of the kind is under way.
    void onChangeVoters(long token, VoterChange change, long nowMs) {
        if (replica.highWatermark() <= leadership.startOffset() || !replica.areVotersSettled()) {
            refuse(token, ErrorCode.REQUEST_TIMED_OUT, "another change of voters is under way; try again");
            return;
        }
        switch (change) {
            case VoterChange.Add(Voter voter) -> add(token, voter, nowMs);
            case VoterChange.Remove(ReplicaKey voter) -> remove(token, voter);
            case VoterChange.Update(Voter voter) -> update(token, voter);
        }
    }

    private void add(long token, Voter voter, long nowMs) {
        int id = voter.key().id();
        if (replica.voters().voter(id).isPresent()) {
            refuse(token, ErrorCode.DUPLICATE_VOTER, "node %d votes already; remove that voter first".formatted(id));
            return;
        }
        boolean isCaughtUp = leadership
                .progressOf(id)
                .filter(known -> known.replica().matches(voter.key()))
                .filter(known -> known.lastCaughtUpMs() >= nowMs - settings.fetchTimeoutMs())
                .isPresent();
        if (!isCaughtUp) {
            refuse(
                    token,
                    ErrorCode.REQUEST_TIMED_OUT,
                    "node %s has not caught up with the metadata log; start it, then try again".formatted(voter.key()));
            return;
        }
        change(token, replica.voters().with(voter));
    }

    private void remove(long token, ReplicaKey voter) {
        if (!replica.voters().contains(voter)) {
            refuse(
                    token,
                    ErrorCode.VOTER_NOT_FOUND,
                    "%s is not among the voters %s".formatted(voter, replica.voters()));
        } else if (replica.voters().size() == 1) {
            refuse(token, ErrorCode.INVALID_REQUEST, "%s is the last voter; add another one first".formatted(voter));
        } else {
            change(token, replica.voters().without(voter.id()));
        }
    }

    private void update(long token, Voter voter) {
        if (!replica.voters().contains(voter.key())) {
            refuse(
                    token,
                    ErrorCode.VOTER_NOT_FOUND,
                    "%s is not among the voters %s".formatted(voter.key(), replica.voters()));
            return;
        }
        change(token, replica.voters().with(voter));
    }

    private void refuse(long token, ErrorCode error, String message) {
        effects.accept(new RaftEffect.VotersChanged(token, error, message));
    }

    private void change(long token, VoterSet changed) {
        replica.appendVoters(epoch(), changed);
        leadership.voters(changed);
        pending = new PendingChange(token, replica.end().offset());
        onAppended();
    }

    /// Leads no longer: whoever waits is sent on.
    void end(int newestEpoch, OptionalInt newLeader) {
        parked.takeAll()
                .forEach(question -> effects.accept(new RaftEffect.Reply(
                        question.token(),
                        new RaftResponse.Failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, newestEpoch, newLeader))));
        if (pending != null) {
            refuse(
                    pending.token(),
                    ErrorCode.NOT_LEADER_OR_FOLLOWER,
                    "another node leads now; ask there whether the change took place");
            pending = null;
        }
    }

    private OptionalInt self() {
        return OptionalInt.of(replica.key().id());
    }
}
