package io.highwater.broker.core.raft;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Fetches that the leader holds back until there is something new, or the wait is over. At most one for
/// each replica: one that asks again has given up on its earlier question.
final class ParkedFetches {
    private final Map<Integer, Parked> byReplica = new LinkedHashMap<>();

    record Parked(long token, RaftRequest.Fetch fetch, long deadlineMs) {}

    /// @return the replica's earlier question, to be answered with nothing
    List<Parked> park(Parked parked) {
        Parked earlier = byReplica.put(parked.fetch().replica().id(), parked);
        return earlier == null ? List.of() : List.of(earlier);
    }

    List<Parked> takeAll() {
        var all = List.copyOf(byReplica.values());
        byReplica.clear();
        return all;
    }

    List<Parked> takeExpired(long nowMs) {
        var expired = new ArrayList<Parked>();
        for (Iterator<Parked> all = byReplica.values().iterator(); all.hasNext(); ) {
            Parked parked = all.next();
            if (nowMs >= parked.deadlineMs()) {
                expired.add(parked);
                all.remove();
            }
        }
        return expired;
    }

    long deadlineMs() {
        return byReplica.values().stream().mapToLong(Parked::deadlineMs).min().orElse(Long.MAX_VALUE);
    }
}
