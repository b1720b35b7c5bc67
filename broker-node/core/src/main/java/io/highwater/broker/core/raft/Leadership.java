package io.highwater.broker.core.raft;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What the leader of an epoch knows of the others: how far they have the log and when they were last heard
/// of.
public final class Leadership {
    /// An observer that has been silent for so long is forgotten.
    private static final long OBSERVER_MEMORY_MS = 300_000;

    private final int self;
    private final int epoch;
    private final long startOffset;
    private final RaftSettings settings;
    private final Map<Integer, Progress> progress = new HashMap<>();
    private VoterSet voters;
    private long quorumDeadlineMs;
    private long announceAtMs;

    /// How far one replica has the log.
    ///
    /// @param nextOffset     one past what it has on stable storage; -1 while it has not been heard of in
    ///                       this epoch
    /// @param lastFetchMs    when it last fetched; -1 for never
    /// @param lastCaughtUpMs when it last had all that we had then; -1 for never
    /// @param leaderEndThen  our end at its last fetch
    public record Progress(
            ReplicaKey replica, long nextOffset, long lastFetchMs, long lastCaughtUpMs, long leaderEndThen) {
        static Progress unknown(ReplicaKey replica) {
            return new Progress(replica, -1, -1, -1, -1);
        }

        Progress fetched(ReplicaKey from, long offset, long leaderEnd, long nowMs) {
            long caughtUpMs = lastCaughtUpMs;
            if (offset >= leaderEnd) {
                caughtUpMs = nowMs;
            } else if (leaderEndThen >= 0 && offset >= leaderEndThen) {
                caughtUpMs = Math.max(caughtUpMs, lastFetchMs);
            }
            return new Progress(from, offset, nowMs, caughtUpMs, leaderEnd);
        }
    }

    /// @param startOffset where the epoch starts; what lies before is committed only together with something
    ///                    behind it (Raft §5.4.2)
    Leadership(int self, int epoch, VoterSet voters, long startOffset, RaftSettings settings, long nowMs) {
        this.self = self;
        this.epoch = epoch;
        this.voters = voters;
        this.startOffset = startOffset;
        this.settings = settings;
        this.quorumDeadlineMs = nowMs + patienceMs();
        this.announceAtMs = nowMs;
    }

    /// Half as long again as a follower waits: when we give up, nobody believes in us any more.
    private long patienceMs() {
        return settings.fetchTimeoutMs() * 3L / 2;
    }

    public int epoch() {
        return epoch;
    }

    long startOffset() {
        return startOffset;
    }

    void voters(VoterSet changed) {
        voters = changed;
    }

    /// A replica asks for the records from `offset` on and so has what comes before.
    void fetched(ReplicaKey replica, long offset, long leaderEnd, long nowMs) {
        Progress before = progress.getOrDefault(replica.id(), Progress.unknown(replica));
        progress.put(replica.id(), before.fetched(replica, offset, leaderEnd, nowMs));
        if (hasMajoritySince(nowMs - patienceMs())) {
            quorumDeadlineMs = lastMajorityMs() + patienceMs();
        }
        progress.values()
                .removeIf(
                        other -> !voters.contains(other.replica()) && other.lastFetchMs() < nowMs - OBSERVER_MEMORY_MS);
    }

    private boolean hasMajoritySince(long sinceMs) {
        return lastMajorityMs() >= sinceMs;
    }

    /// Since when a majority, with us in it, has not been silent.
    private long lastMajorityMs() {
        return majorityOf(
                replica -> replica.id() == self ? Long.MAX_VALUE : find(replica).lastFetchMs());
    }

    /// How far a majority has the log.
    ///
    /// @param ownNextOffset how far we have it on stable storage
    long majorityOffset(long ownNextOffset) {
        return majorityOf(
                replica -> replica.id() == self ? ownNextOffset : find(replica).nextOffset());
    }

    private long majorityOf(ToLongFunction<ReplicaKey> measure) {
        List<Long> falling = voters.voters().stream()
                .map(voter -> measure.applyAsLong(voter.key()))
                .sorted(Comparator.reverseOrder())
                .toList();
        return falling.get(voters.majority() - 1);
    }

    /// A node that came back with another directory has not what the voter had.
    private Progress find(ReplicaKey voter) {
        Progress known = progress.get(voter.id());
        return known != null && known.replica().matches(voter) ? known : Progress.unknown(voter);
    }

    Optional<Progress> progressOf(int id) {
        return Optional.ofNullable(progress.get(id));
    }

    /// Everybody who fetches, except ourselves.
    public Collection<Progress> replicas() {
        return List.copyOf(progress.values());
    }

    /// Whether no majority has fetched for too long: perhaps another leader has been elected, where we can't
    /// see it.
    boolean hasLostItsMajority(long nowMs) {
        return !successors().isEmpty() && nowMs >= quorumDeadlineMs;
    }

    /// The voters that have to be told that we lead, now; those that fetch know.
    List<Integer> toAnnounce(long nowMs) {
        if (nowMs < announceAtMs) {
            return List.of();
        }
        announceAtMs = nowMs + settings.fetchTimeoutMs() / 2;
        return voters.ids().stream()
                .filter(id -> id != self)
                .filter(id ->
                        find(voters.voter(id).orElseThrow().key()).lastFetchMs() < nowMs - settings.fetchTimeoutMs())
                .sorted()
                .toList();
    }

    /// The other voters, the one with the longest log first.
    List<Integer> successors() {
        return voters.voters().stream()
                .map(Voter::key)
                .filter(key -> key.id() != self)
                .sorted(Comparator.comparingLong((ReplicaKey key) -> find(key).nextOffset())
                        .reversed()
                        .thenComparingInt(ReplicaKey::id))
                .map(ReplicaKey::id)
                .toList();
    }

    long deadlineMs() {
        return successors().isEmpty() ? Long.MAX_VALUE : Math.min(quorumDeadlineMs, announceAtMs);
    }
}
