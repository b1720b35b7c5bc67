package io.highwater.broker.core.raft;

/// What can happen to a replica of the quorum.
public sealed interface RaftEvent {
    /// Time has passed; see [Raft#nextDeadlineMs].
    record Tick() implements RaftEvent {}

    /// Another replica asks something. `token` comes back with the answer.
    record Asked(long token, RaftRequest request) implements RaftEvent {}

    /// Another replica has answered what we asked it.
    record Answered(int node, RaftRequest request, RaftResponse response) implements RaftEvent {}

    /// What we asked will not be answered: refused connection, broken connection, time-out.
    record Unanswered(int node, RaftRequest request) implements RaftEvent {}

    /// All connections with the node broke: its process is gone, or the way there.
    record Disconnected(int node) implements RaftEvent {}

    /// We lead and have appended records of our epoch.
    record Appended() implements RaftEvent {}

    /// Everything before `nextOffset` is on stable storage.
    record Flushed(long nextOffset) implements RaftEvent {}

    /// An operator wants another set of voters. `token` comes back with the answer.
    record ChangeVoters(long token, VoterChange change) implements RaftEvent {}

    /// We are about to stop: hand the leadership over.
    record Resign() implements RaftEvent {}
}
