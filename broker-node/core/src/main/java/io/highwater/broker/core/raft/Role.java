package io.highwater.broker.core.raft;

/// The part a replica plays in the present epoch.
///
/// ```
///            no leader in time                majority would vote        majority votes
/// Unattached ───────────────────▶ Prospective ───────────────────▶ Candidate ──────────▶ Leader
///     ▲  ▲                          ▲     │ nobody would              │ lost                │
///     │  └──────────────────────────┼─────┘                           └▶ Prospective        │
///     │ newer epoch (from anywhere) │ leader silent                                         │
///     │                             │                                                       │
///     └───────── Follower ──────────┘        Resigned ◀─────── no majority fetches, or asked to
/// ```
///
/// Observers are never more than followers.
sealed interface Role {
    /// When to do something if nothing happens before.
    long deadlineMs();

    /// Knows no leader, and waits for one.
    record Unattached(long deadlineMs) implements Role {}

    /// Fetches from the leader.
    ///
    /// @param silentAtMs when the leader counts as silent
    /// @param hasHeard   whether the leader has answered a fetch in this epoch
    record Follower(Following following, long silentAtMs, boolean hasHeard) implements Role {
        @Override
        public long deadlineMs() {
            return Math.min(silentAtMs, following.deadlineMs());
        }
    }

    /// Asks whether it would win, without disturbing anybody (KIP-996).
    record Prospective(Ballot ballot, long deadlineMs) implements Role {}

    /// Has voted for itself in a new epoch.
    record Candidate(Ballot ballot, long deadlineMs) implements Role {}

    /// Leads the epoch.
    record Leader(Leading leading) implements Role {
        @Override
        public long deadlineMs() {
            return leading.deadlineMs();
        }
    }

    /// Has led the epoch and takes no part in it any more.
    record Resigned(long deadlineMs) implements Role {}
}
