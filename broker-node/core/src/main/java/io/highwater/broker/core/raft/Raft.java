package io.highwater.broker.core.raft;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// One replica of the metadata log: finds or becomes its leader, and from then on follows or leads.
///
/// At most one replica leads an epoch, because each voter gives one vote in an epoch and has it on the disk
/// before anybody hears of it. What is committed is in the log of every later leader, because a voter gives
/// its vote only to a log that is at least as long as its own.
///
/// Thread-safety: none; owned by the shard of the metadata log. Source: see the package.
public final class Raft {
    private final ReplicaKey self;
    private final LocalReplica replica;
    private final RaftSettings settings;
    private final RandomGenerator random;
    private List<RaftEffect> effects = new ArrayList<>();
    private Election election;
    private Role role;

    /// @param configured who votes until the log tells
    /// @param persisted  what [RaftEffect.Persist] said last, before this start
    public Raft(
            ReplicaKey self,
            VoterSet configured,
            RaftLog log,
            Election persisted,
            RaftSettings settings,
            RandomGenerator random,
            long nowMs) {
        this.self = self;
        this.replica = new LocalReplica(self, configured, log);
        this.settings = settings;
        this.random = random;
        this.election = persisted;
        this.role = new Role.Unattached(nowMs + electionTimeoutMs());
    }

    /// Begins; to be called once, before any event.
    public List<RaftEffect> start(long nowMs) {
        if (election.isLedBy(self.id())) {
            // Records of that epoch may have been lost with the page cache: it can't be led on.
            election = new Election(election.epoch(), OptionalInt.empty(), election.votedFor());
        }
        if (election.leaderId().isPresent()) {
            follow(election.leaderId().getAsInt(), nowMs);
        } else if (replica.isVoter() && replica.voters().size() == 1) {
            becomeProspective(nowMs);
        }
        return drain();
    }

    /// Takes one event and returns what the host must do, in this order.
    public List<RaftEffect> on(RaftEvent event, long nowMs) {
        switch (event) {
            case RaftEvent.Tick _ -> {}
            case RaftEvent.Asked(long token, RaftRequest request) -> onAsked(token, request, nowMs);
            case RaftEvent.Answered(int node, RaftRequest request, RaftResponse response) ->
                onAnswered(node, request, response, nowMs);
            case RaftEvent.Unanswered(int _, RaftRequest request) -> onUnanswered(request, nowMs);
            case RaftEvent.Disconnected(int node) -> onDisconnected(node, nowMs);
            case RaftEvent.Appended _ -> leading().ifPresent(Leading::onAppended);
            case RaftEvent.Flushed(long nextOffset) -> onFlushed(nextOffset);
            case RaftEvent.ChangeVoters(long token, VoterChange change) -> onChangeVoters(token, change, nowMs);
            case RaftEvent.Resign _ -> leading().ifPresent(leading -> resign(nowMs));
        }
        onTime(nowMs);
        return drain();
    }

    private List<RaftEffect> drain() {
        var drained = effects;
        effects = new ArrayList<>();
        return drained;
    }

    private void emit(RaftEffect effect) {
        effects.add(effect);
    }

    // What time brings

    /// When [RaftEvent.Tick] is due, if nothing else happens before.
    public long nextDeadlineMs() {
        return role.deadlineMs();
    }

    private void onTime(long nowMs) {
        switch (role) {
            case Role.Unattached(long deadlineMs) -> onUnattachedTime(deadlineMs, nowMs);
            case Role.Follower follower -> onFollowerTime(follower, nowMs);
            case Role.Prospective(Ballot _, long deadlineMs) -> {
                if (nowMs >= deadlineMs) {
                    giveUpProspect(nowMs);
                }
            }
            case Role.Candidate(Ballot _, long deadlineMs) -> {
                if (nowMs >= deadlineMs) {
                    becomeProspective(nowMs);
                }
            }
            case Role.Leader(Leading leading) -> onLeaderTime(leading, nowMs);
            case Role.Resigned(long deadlineMs) -> {
                if (nowMs >= deadlineMs) {
                    role = new Role.Unattached(nowMs + electionTimeoutMs());
                }
            }
        }
    }

    private void onUnattachedTime(long deadlineMs, long nowMs) {
        if (nowMs < deadlineMs) {
            return;
        }
        if (replica.mayLead()) {
            becomeProspective(nowMs);
            return;
        }
        // An observer asks around: whoever it reaches tells who leads.
        role = new Role.Unattached(nowMs + settings.electionTimeoutMs());
        List<Integer> others = others();
        if (!others.isEmpty()) {
            LogPosition end = replica.end();
            emit(new RaftEffect.Send(
                    others.get(random.nextInt(others.size())),
                    new RaftRequest.Fetch(election.epoch(), self, end.offset(), end.epoch(), replica.highWatermark())));
        }
    }

    private void onFollowerTime(Role.Follower follower, long nowMs) {
        if (nowMs < follower.silentAtMs()) {
            follower.following().proceed(nowMs);
        } else if (replica.mayLead()) {
            becomeProspective(nowMs);
        } else {
            becomeUnattached(nowMs);
        }
    }

    private void onLeaderTime(Leading leading, long nowMs) {
        if (leading.hasLostItsMajority(nowMs) || leading.isDone()) {
            resign(nowMs);
        } else {
            leading.onTick(nowMs);
        }
    }

    /// A leader that was silent for a moment only gets another chance, a short one.
    private void giveUpProspect(long nowMs) {
        if (election.leaderId().isPresent() && !election.isLedBy(self.id())) {
            role = new Role.Follower(newFollowing(election.leaderId().getAsInt()), nowMs + electionTimeoutMs(), false);
            onTime(nowMs);
        } else {
            becomeProspective(nowMs);
        }
    }

    private int electionTimeoutMs() {
        return settings.electionTimeoutMs() + random.nextInt(settings.electionTimeoutMs());
    }

    // What others ask

    private void onAsked(long token, RaftRequest request, long nowMs) {
        switch (request) {
            case RaftRequest.Vote vote -> onVote(token, vote, nowMs);
            case RaftRequest.BeginEpoch begin -> onBeginEpoch(token, begin, nowMs);
            case RaftRequest.EndEpoch end -> onEndEpoch(token, end, nowMs);
            case RaftRequest.Fetch fetch ->
                leadingFor(token, fetch).ifPresent(leading -> leading.onFetch(token, fetch, nowMs));
            case RaftRequest.FetchSnapshot fetch ->
                leadingFor(token, fetch).ifPresent(leading -> leading.onFetchSnapshot(token, fetch, nowMs));
        }
    }

    private void onVote(long token, RaftRequest.Vote vote, long nowMs) {
        if (!vote.voter().matches(self)) {
            fail(token, ErrorCode.INVALID_VOTER_KEY);
            return;
        }
        if (vote.epoch() < election.epoch()) {
            fail(token, ErrorCode.FENCED_LEADER_EPOCH);
            return;
        }
        learn(vote.epoch(), OptionalInt.empty(), nowMs);
        boolean isGranted = vote.isPreVote() ? wouldVoteFor(vote) : votesFor(vote);
        if (isGranted && !vote.isPreVote()) {
            elect(election.vote(vote.candidate()));
            role = new Role.Unattached(nowMs + electionTimeoutMs());
        }
        emit(new RaftEffect.Reply(token, new RaftResponse.Voted(election.epoch(), election.leaderId(), isGranted)));
    }

    /// Nobody needs another leader while this one answers.
    private boolean wouldVoteFor(RaftRequest.Vote vote) {
        return switch (role) {
            case Role.Leader _ -> false;
            case Role.Follower follower -> !follower.hasHeard() && isLongEnough(vote);
            case Role.Unattached _, Role.Prospective _, Role.Candidate _, Role.Resigned _ -> isLongEnough(vote);
        };
    }

    private boolean votesFor(RaftRequest.Vote vote) {
        return election.leaderId().isEmpty()
                && election.votedFor().map(vote.candidate()::equals).orElseGet(() -> isLongEnough(vote));
    }

    private boolean isLongEnough(RaftRequest.Vote vote) {
        return vote.end().compareTo(replica.end()) >= 0;
    }

    private void onBeginEpoch(long token, RaftRequest.BeginEpoch begin, long nowMs) {
        if (begin.epoch() < election.epoch()) {
            fail(token, ErrorCode.FENCED_LEADER_EPOCH);
            return;
        }
        learn(begin.epoch(), OptionalInt.of(begin.leaderId()), nowMs);
        if (!(role instanceof Role.Follower)) {
            follow(begin.leaderId(), nowMs);
        }
        note(token);
    }

    private void onEndEpoch(long token, RaftRequest.EndEpoch end, long nowMs) {
        if (end.epoch() < election.epoch()) {
            fail(token, ErrorCode.FENCED_LEADER_EPOCH);
            return;
        }
        learn(end.epoch(), OptionalInt.of(end.leaderId()), nowMs);
        note(token);
        if (role instanceof Role.Follower && replica.mayLead()) {
            succeed(end.successors().indexOf(self.id()), nowMs);
        }
    }

    /// The one with the longest log tries at once, the others wait for it, each a little longer.
    private void succeed(int rank, long nowMs) {
        if (rank == 0) {
            becomeProspective(nowMs);
        } else {
            int waits = rank < 0 ? replica.voters().size() : rank;
            role = new Role.Unattached(nowMs + (long) waits * settings.disconnectGraceMs() + backoffMs());
        }
    }

    /// The leader's side, if we lead in the epoch of the request; else the request has been refused.
    private Optional<Leading> leadingFor(long token, RaftRequest request) {
        if (request.epoch() < election.epoch()) {
            fail(token, ErrorCode.FENCED_LEADER_EPOCH);
        } else if (request.epoch() > election.epoch()) {
            fail(token, ErrorCode.UNKNOWN_LEADER_EPOCH);
        } else if (role instanceof Role.Leader(Leading leading)) {
            return Optional.of(leading);
        } else {
            fail(token, ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
        return Optional.empty();
    }

    private void fail(long token, ErrorCode error) {
        emit(new RaftEffect.Reply(token, new RaftResponse.Failed(error, election.epoch(), election.leaderId())));
    }

    private void note(long token) {
        emit(new RaftEffect.Reply(token, new RaftResponse.Noted(election.epoch(), election.leaderId())));
    }

    // What others answer

    private void onAnswered(int node, RaftRequest request, RaftResponse response, long nowMs) {
        learn(response.epoch(), response.leaderId(), nowMs);
        if (request.epoch() != election.epoch() || response.epoch() != election.epoch()) {
            return; // About an epoch that is over.
        }
        switch (request) {
            case RaftRequest.Vote vote -> onVoted(node, vote, response, nowMs);
            case RaftRequest.Fetch _, RaftRequest.FetchSnapshot _ -> onFetchAnswer(request, response, nowMs);
            case RaftRequest.BeginEpoch _, RaftRequest.EndEpoch _ -> {}
        }
    }

    private void onVoted(int node, RaftRequest.Vote vote, RaftResponse response, long nowMs) {
        boolean isGranted = response instanceof RaftResponse.Voted voted && voted.granted();
        if (vote.isPreVote() && role instanceof Role.Prospective(Ballot ballot, long deadlineMs)) {
            ballot.record(node, isGranted);
            if (ballot.isWon()) {
                becomeCandidate(nowMs);
            } else if (ballot.isLost()) {
                role = new Role.Prospective(ballot, Math.min(deadlineMs, nowMs + backoffMs()));
            }
        } else if (!vote.isPreVote() && role instanceof Role.Candidate(Ballot ballot, long deadlineMs)) {
            ballot.record(node, isGranted);
            if (ballot.isWon()) {
                becomeLeader(ballot, nowMs);
            } else if (ballot.isLost()) {
                role = new Role.Candidate(ballot, Math.min(deadlineMs, nowMs + backoffMs()));
            }
        }
    }

    private int backoffMs() {
        return random.nextInt(settings.electionBackoffMaxMs());
    }

    private void onFetchAnswer(RaftRequest request, RaftResponse response, long nowMs) {
        if (role instanceof Role.Follower(Following following, long silentAtMs, boolean hasHeard)
                && following.isAwaiting(request)) {
            boolean isLeading = following.onAnswer(response, nowMs);
            role = isLeading
                    ? new Role.Follower(following, nowMs + settings.fetchTimeoutMs(), true)
                    : new Role.Follower(following, silentAtMs, hasHeard);
        }
    }

    private void onUnanswered(RaftRequest request, long nowMs) {
        if (role instanceof Role.Follower follower) {
            follower.following().onUnanswered(request, nowMs);
        }
    }

    /// A process that dies closes its connections. The wait differs from voter to voter, so that they do not
    /// all stand at once; those who still hear the leader refuse their pre-vote.
    private void onDisconnected(int node, long nowMs) {
        if (role instanceof Role.Follower(Following following, long silentAtMs, boolean hasHeard)
                && following.leaderId() == node
                && replica.mayLead()) {
            long graceMs = random.nextInt(settings.disconnectGraceMs());
            role = new Role.Follower(following, Math.min(silentAtMs, nowMs + graceMs), hasHeard);
        }
    }

    // Our own disk, our own operator

    private void onFlushed(long nextOffset) {
        replica.flushed(nextOffset);
        leading().ifPresent(Leading::onFlushed);
    }

    private void onChangeVoters(long token, VoterChange change, long nowMs) {
        leading()
                .ifPresentOrElse(
                        leading -> leading.onChangeVoters(token, change, nowMs),
                        () -> emit(new RaftEffect.VotersChanged(
                                token, ErrorCode.NOT_LEADER_OR_FOLLOWER, "this node does not lead the quorum")));
    }

    // From role to role

    /// Somebody says that `epoch` is the newest, and perhaps who leads it.
    private void learn(int epoch, OptionalInt leaderId, long nowMs) {
        if (epoch > election.epoch()) {
            endLeadership(epoch, leaderId);
            elect(Election.of(epoch));
            role = new Role.Unattached(nowMs + electionTimeoutMs());
        }
        if (epoch < election.epoch() || leaderId.isEmpty()) {
            return;
        }
        int leader = leaderId.getAsInt();
        if (election.leaderId().isEmpty()) {
            if (leader != self.id()) {
                follow(leader, nowMs);
            }
        } else if (!election.isLedBy(leader)) {
            throw new InvariantViolation(
                    "both %d and %d lead epoch %d".formatted(election.leaderId().getAsInt(), leader, epoch));
        }
    }

    private void follow(int leaderId, long nowMs) {
        if (leaderId == self.id()) {
            throw new InvariantViolation(
                    "node %d is said to lead epoch %d but does not".formatted(self.id(), election.epoch()));
        }
        if (!election.isLedBy(leaderId)) {
            elect(election.wonBy(leaderId));
            emit(new RaftEffect.Leader(election.epoch(), election.leaderId()));
        }
        role = new Role.Follower(newFollowing(leaderId), nowMs + settings.fetchTimeoutMs(), false);
    }

    private Following newFollowing(int leaderId) {
        return new Following(replica, election.epoch(), leaderId, settings, this::emit);
    }

    private void becomeUnattached(long nowMs) {
        election = new Election(election.epoch(), OptionalInt.empty(), election.votedFor());
        role = new Role.Unattached(nowMs + electionTimeoutMs());
    }

    private void becomeProspective(long nowMs) {
        var ballot = new Ballot(replica.voters(), self.id());
        role = new Role.Prospective(ballot, nowMs + electionTimeoutMs());
        if (ballot.isWon()) {
            becomeCandidate(nowMs);
        } else {
            askForVotes(true);
        }
    }

    private void becomeCandidate(long nowMs) {
        elect(Election.of(election.epoch() + 1).vote(self));
        var ballot = new Ballot(replica.voters(), self.id());
        role = new Role.Candidate(ballot, nowMs + electionTimeoutMs());
        if (ballot.isWon()) {
            becomeLeader(ballot, nowMs);
        } else {
            askForVotes(false);
        }
    }

    private void askForVotes(boolean isPreVote) {
        for (int voter : others()) {
            ReplicaKey key = replica.voters().voter(voter).orElseThrow().key();
            emit(new RaftEffect.Send(
                    voter, new RaftRequest.Vote(election.epoch(), self, key, replica.end(), isPreVote)));
        }
    }

    private List<Integer> others() {
        return replica.voters().ids().stream()
                .filter(id -> id != self.id())
                .sorted()
                .toList();
    }

    private void becomeLeader(Ballot ballot, long nowMs) {
        elect(election.wonBy(self.id()));
        var leadership = new Leadership(
                self.id(), election.epoch(), replica.voters(), replica.end().offset(), settings, nowMs);
        replica.appendLeaderChange(election.epoch(), ballot);
        var leading = new Leading(replica, leadership, settings, this::emit);
        role = new Role.Leader(leading);
        leading.onAppended();
        leading.announce(nowMs);
        emit(new RaftEffect.Leader(election.epoch(), election.leaderId()));
    }

    /// Stops leading and says so, so that nobody waits for our silence.
    private void resign(long nowMs) {
        if (!(role instanceof Role.Leader(Leading leading))) {
            return;
        }
        var farewell = new RaftRequest.EndEpoch(
                election.epoch(), self.id(), leading.leadership().successors());
        others().forEach(voter -> emit(new RaftEffect.Send(voter, farewell)));
        endLeadership(election.epoch(), OptionalInt.empty());
        role = new Role.Resigned(nowMs + electionTimeoutMs());
    }

    private void endLeadership(int newestEpoch, OptionalInt newLeader) {
        leading().ifPresent(leading -> {
            leading.end(newestEpoch, newLeader);
            emit(new RaftEffect.Leader(newestEpoch, newLeader));
        });
    }

    private void elect(Election decided) {
        election = decided;
        emit(new RaftEffect.Persist(decided));
    }

    // What there is to see

    private Optional<Leading> leading() {
        return role instanceof Role.Leader(Leading leading) ? Optional.of(leading) : Optional.empty();
    }

    /// What is known of the others, while we lead.
    public Optional<Leadership> leadership() {
        return leading().map(Leading::leadership);
    }

    /// The newest epoch known here, and who leads it.
    public Election election() {
        return election;
    }

    /// Everything before it is committed.
    public long highWatermark() {
        return replica.highWatermark();
    }

    /// Who votes, as far as the log here tells.
    public VoterSet voters() {
        return replica.voters();
    }

    /// Who votes according to the log before `offset`; for the header of a snapshot that ends there.
    public VoterSet votersAt(long offset) {
        return replica.votersAt(offset);
    }
}
