package io.highwater.broker.core.raft;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The votes in one election, among the voters at its beginning.
final class Ballot {
    private final Set<Integer> voters;
    private final int majority;
    private final Set<Integer> granting = new HashSet<>();
    private final Set<Integer> refusing = new HashSet<>();

    Ballot(VoterSet voters, int candidate) {
        this.voters = voters.ids();
        this.majority = voters.majority();
        record(candidate, true);
    }

    void record(int voter, boolean granted) {
        if (voters.contains(voter)) {
            (granted ? granting : refusing).add(voter);
        }
    }

    boolean isWon() {
        return granting.size() >= majority;
    }

    /// Whether the rest of the votes could not turn it.
    boolean isLost() {
        return voters.size() - refusing.size() < majority;
    }

    List<Integer> granting() {
        return granting.stream().sorted().toList();
    }
}
