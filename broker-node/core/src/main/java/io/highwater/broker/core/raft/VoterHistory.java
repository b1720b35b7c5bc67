package io.highwater.broker.core.raft;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The sets of voters as the log tells them. The newest is in force, committed or not (Ongaro 2014, §4.1);
/// when its record is cut off, the one before it is again.
final class VoterHistory {
    private final VoterSet configured;
    private final TreeMap<Long, VoterSet> byOffset = new TreeMap<>();

    /// @param configured who votes until the log says otherwise
    VoterHistory(VoterSet configured, List<RaftLog.VotersAt> inLog) {
        this.configured = configured;
        inLog.forEach(this::add);
    }

    void add(RaftLog.VotersAt voters) {
        byOffset.put(voters.offset(), voters.voters());
    }

    void truncateTo(long offset) {
        byOffset.tailMap(offset, true).clear();
    }

    /// A snapshot took the log's place.
    void startAnew(long offset, VoterSet voters) {
        byOffset.clear();
        if (!voters.isEmpty()) {
            byOffset.put(offset, voters);
        }
    }

    VoterSet current() {
        return byOffset.isEmpty() ? configured : byOffset.lastEntry().getValue();
    }

    /// Whether the set in force could still be taken back.
    boolean isSettled(long highWatermark) {
        return byOffset.isEmpty() || byOffset.lastKey() < highWatermark;
    }

    /// The set before the one in force.
    VoterSet previous() {
        Map.Entry<Long, VoterSet> last = byOffset.lastEntry();
        return last == null ? configured : at(last.getKey());
    }

    /// Who voted at an offset: what a snapshot that ends there has to tell.
    VoterSet at(long offset) {
        Map.Entry<Long, VoterSet> before = byOffset.lowerEntry(offset);
        return before == null ? configured : before.getValue();
    }
}
