package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.wire.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A log with a page cache: what was not flushed may be gone, or partly gone, after a crash.
final class SimulatedLog implements RaftLog {
    private final List<Entry> entries = new ArrayList<>();
    private LogPosition snapshot = new LogPosition(0, 0);
    private VoterSet snapshotVoters = VoterSet.EMPTY;
    private VoterSet arrivingVoters = VoterSet.EMPTY;
    private long durableEnd;
    private long flushing = -1;

    /// A record: of an application, of a leader who took over, or a set of voters.
    record Entry(int epoch, Object value) {}

    record LeaderChange(int leaderId) {}

    /// Entries on their way; each counts as a byte.
    record Entries(List<Entry> entries) implements Records {
        @Override
        public int sizeInBytes() {
            return entries.size();
        }
    }

    /// A part of a snapshot on its way.
    record SnapshotBytes(int sizeInBytes, VoterSet voters) implements Records {}

    @Override
    public long startOffset() {
        return snapshot.offset();
    }

    @Override
    public LogPosition end() {
        return new LogPosition(
                snapshot.offset() + entries.size(),
                entries.isEmpty() ? snapshot.epoch() : entries.getLast().epoch());
    }

    @Override
    public LogPosition endOf(int epoch) {
        for (int i = entries.size(); i > 0; i--) {
            if (entries.get(i - 1).epoch() <= epoch) {
                return new LogPosition(snapshot.offset() + i, entries.get(i - 1).epoch());
            }
        }
        return snapshot.epoch() <= epoch ? snapshot : new LogPosition(0, 0);
    }

    @Override
    public LogPosition snapshot() {
        return snapshot;
    }

    @Override
    public List<VotersAt> voters() {
        var all = new ArrayList<VotersAt>();
        if (!snapshotVoters.isEmpty()) {
            all.add(new VotersAt(snapshot.offset() - 1, snapshotVoters));
        }
        all.addAll(votersFrom(snapshot.offset()));
        return all;
    }

    private List<VotersAt> votersFrom(long offset) {
        var found = new ArrayList<VotersAt>();
        for (long at = offset; at < end().offset(); at++) {
            if (entry(at).value() instanceof VoterSet voters) {
                found.add(new VotersAt(at, voters));
            }
        }
        return found;
    }

    @Override
    public List<VotersAt> append(Records records) {
        long from = end().offset();
        entries.addAll(((Entries) records).entries());
        return votersFrom(from);
    }

    void append(int epoch, Object value) {
        entries.add(new Entry(epoch, value));
    }

    @Override
    public void appendLeaderChange(int epoch, int leaderId, VoterSet voters, List<Integer> granting) {
        append(epoch, new LeaderChange(leaderId));
    }

    @Override
    public void appendVoters(int epoch, VoterSet voters) {
        append(epoch, voters);
    }

    @Override
    public void truncateTo(long offset) {
        while (end().offset() > offset) {
            entries.removeLast();
        }
        durableEnd = Math.min(durableEnd, offset);
        flushing = Math.min(flushing, offset);
    }

    @Override
    public void storeSnapshot(LogPosition id, long position, Records bytes) {
        arrivingVoters = ((SnapshotBytes) bytes).voters();
    }

    @Override
    public VoterSet installSnapshot(LogPosition id) {
        entries.clear();
        snapshot = id;
        snapshotVoters = arrivingVoters;
        durableEnd = id.offset();
        flushing = -1;
        return snapshotVoters;
    }

    /// Replaces everything before `offset` by a snapshot.
    void takeSnapshot(long offset, VoterSet voters) {
        var position = new LogPosition(offset, entry(offset - 1).epoch());
        entries.subList(0, (int) (offset - snapshot.offset())).clear();
        snapshot = position;
        snapshotVoters = voters;
        durableEnd = Math.max(durableEnd, offset);
    }

    VoterSet snapshotVoters() {
        return snapshotVoters;
    }

    Entry entry(long offset) {
        return entries.get((int) (offset - snapshot.offset()));
    }

    Entries read(long offset, int count) {
        int from = (int) (offset - snapshot.offset());
        if (from < 0 || from >= entries.size()) {
            return new Entries(List.of());
        }
        return new Entries(List.copyOf(entries.subList(from, Math.min(entries.size(), from + count))));
    }

    boolean isFlushing() {
        return flushing >= 0;
    }

    boolean isDurable() {
        return durableEnd >= end().offset();
    }

    void beginFlush() {
        flushing = end().offset();
    }

    long endFlush() {
        durableEnd = Math.max(durableEnd, flushing);
        flushing = -1;
        return durableEnd;
    }

    /// The machine went down: of what was not flushed some front part survives.
    void crash(RandomGenerator random) {
        long end = end().offset();
        long kept = end > durableEnd ? random.nextLong(durableEnd, end + 1) : end;
        while (end().offset() > kept) {
            entries.removeLast();
        }
        durableEnd = end().offset();
        flushing = -1;
    }
}
