package io.highwater.broker.core.raft;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Those who vote. Two sets that differ in one voter only always have a voter in common in any two
/// majorities, which is why voters come and go one at a time (KIP-853; Ongaro 2014, §4.1).
public final class VoterSet {
    /// Nobody: a node that has yet to hear who votes.
    public static final VoterSet EMPTY = new VoterSet(new TreeMap<>());

    private final SortedMap<Integer, Voter> voters;

    private VoterSet(SortedMap<Integer, Voter> voters) {
        this.voters = voters;
    }

    public static VoterSet of(Collection<Voter> voters) {
        var byId = new TreeMap<Integer, Voter>();
        for (Voter voter : voters) {
            if (byId.put(voter.key().id(), voter) != null) {
                throw new IllegalArgumentException("node %d is among the voters twice"
                        .formatted(voter.key().id()));
            }
        }
        return new VoterSet(byId);
    }

    public boolean contains(ReplicaKey key) {
        return voter(key.id()).filter(voter -> voter.key().matches(key)).isPresent();
    }

    public Optional<Voter> voter(int id) {
        return Optional.ofNullable(voters.get(id));
    }

    public Set<Integer> ids() {
        return Set.copyOf(voters.keySet());
    }

    public Collection<Voter> voters() {
        return List.copyOf(voters.values());
    }

    public int size() {
        return voters.size();
    }

    public boolean isEmpty() {
        return voters.isEmpty();
    }

    /// How many make a majority.
    public int majority() {
        return voters.size() / 2 + 1;
    }

    /// The set with one more, or with the same node at another place.
    public VoterSet with(Voter voter) {
        var changed = new TreeMap<>(voters);
        changed.put(voter.key().id(), voter);
        return new VoterSet(changed);
    }

    public VoterSet without(int id) {
        var changed = new TreeMap<>(voters);
        changed.remove(id);
        return new VoterSet(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VoterSet set && set.voters.equals(voters);
    }

    @Override
    public int hashCode() {
        return voters.hashCode();
    }

    @Override
    public String toString() {
        return voters.values().stream().map(Voter::key).toList().toString();
    }
}
