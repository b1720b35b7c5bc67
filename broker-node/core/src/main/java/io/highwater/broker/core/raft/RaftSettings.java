package io.highwater.broker.core.raft;

/// How patient the quorum is; all in milliseconds.
///
/// @param electionTimeoutMs    how long to wait for the outcome of an election, or for a leader to appear;
///                             each wait is drawn between this and its double
///                             (`controller.quorum.election.timeout.ms`)
/// @param electionBackoffMaxMs the longest wait after a lost election
///                             (`controller.quorum.election.backoff.max.ms`)
/// @param fetchTimeoutMs       how long a follower does without its leader, and a leader without its
///                             majority (`controller.quorum.fetch.timeout.ms`)
/// @param fetchMaxWaitMs       how long the leader holds a fetch back while there is nothing new
/// @param retryBackoffMs       the wait before a failed request is sent again
///                             (`controller.quorum.retry.backoff.ms`)
/// @param disconnectGraceMs    the longest wait between a broken connection to the leader and an election: a
///                             process that was killed closes its connections, so there is no need to wait
///                             for silence
public record RaftSettings(
        int electionTimeoutMs,
        int electionBackoffMaxMs,
        int fetchTimeoutMs,
        int fetchMaxWaitMs,
        int retryBackoffMs,
        int disconnectGraceMs) {
    public static final RaftSettings DEFAULT = new RaftSettings(500, 300, 1_500, 500, 20, 100);

    public RaftSettings {
        if (fetchMaxWaitMs >= fetchTimeoutMs) {
            throw new IllegalArgumentException("a fetch that waits %d ms outlives the fetch timeout of %d ms"
                    .formatted(fetchMaxWaitMs, fetchTimeoutMs));
        }
    }
}
