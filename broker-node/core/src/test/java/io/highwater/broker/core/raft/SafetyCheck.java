package io.highwater.broker.core.raft;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Watches all replicas at once for what must never happen.
///
/// Source: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014, figure 3.
final class SafetyCheck {
    private final Map<Integer, Integer> leaders = new HashMap<>();
    private final TreeMap<Long, SimulatedLog.Entry> committed = new TreeMap<>();
    private final Map<Integer, Election> elections = new HashMap<>();
    private final Map<Integer, Long> highWatermarks = new HashMap<>();

    /// Nobody forgets an epoch or gives a second vote in it.
    void persisted(int node, Election election) {
        Election before = elections.put(node, election);
        if (before == null) {
            return;
        }
        require(election.epoch() >= before.epoch(), "node %d went back from %s to %s", node, before, election);
        boolean isSecondVote = election.epoch() == before.epoch()
                && before.votedFor().isPresent()
                && !before.votedFor().equals(election.votedFor());
        require(!isSecondVote, "node %d voted twice: %s, %s", node, before, election);
    }

    /// One leader for an epoch, and with everything that was ever committed.
    void leads(int node, int epoch, SimulatedLog log) {
        Integer other = leaders.putIfAbsent(epoch, node);
        require(other == null || other == node, "both %s and %d lead epoch %d", other, node, epoch);
        if (!committed.isEmpty()) {
            require(
                    log.end().offset() > committed.lastKey(),
                    "node %d leads epoch %d without offset %d",
                    node,
                    epoch,
                    committed.lastKey());
        }
        committed
                .tailMap(log.startOffset())
                .forEach((offset, entry) -> require(
                        entry.equals(log.entry(offset)), "node %d leads epoch %d without %s", node, epoch, entry));
    }

    /// What is committed is the same everywhere and is never taken back.
    void committed(int node, long highWatermark, SimulatedLog log) {
        Long before = highWatermarks.put(node, highWatermark);
        require(before == null || before <= highWatermark, "high watermark of %d went back from %d", node, before);
        for (long offset = log.startOffset(); offset < highWatermark; offset++) {
            SimulatedLog.Entry entry = log.entry(offset);
            SimulatedLog.Entry known = committed.putIfAbsent(offset, entry);
            require(known == null || known.equals(entry), "node %d has %s at %d, not %s", node, entry, offset, known);
        }
        if (log.startOffset() > 0) {
            SimulatedLog.Entry known = committed.get(log.startOffset() - 1);
            require(
                    known != null && known.epoch() == log.snapshot().epoch(),
                    "node %d has a snapshot %s of what was not committed",
                    node,
                    log.snapshot());
        }
    }

    void restarted(int node) {
        highWatermarks.remove(node);
    }

    long committedEnd() {
        return committed.isEmpty() ? 0 : committed.lastKey() + 1;
    }

    static void require(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new AssertionError(message.formatted(arguments));
        }
    }
}
