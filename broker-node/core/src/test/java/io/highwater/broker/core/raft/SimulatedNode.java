package io.highwater.broker.core.raft;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One process of the quorum and its disk: carries out the effects of its [Raft], in the order in which they
/// come.
final class SimulatedNode {
    private final ReplicaKey key;
    private final SimulatedQuorum quorum;
    private final RandomGenerator random;
    final SimulatedLog log = new SimulatedLog();
    private Election onDisk = Election.NONE;
    private @Nullable Raft raft;
    private int incarnation;
    private long pausedUntilMs;
    private long nextTickMs = Long.MAX_VALUE;

    SimulatedNode(ReplicaKey key, SimulatedQuorum quorum, RandomGenerator random) {
        this.key = key;
        this.quorum = quorum;
        this.random = random;
    }

    ReplicaKey key() {
        return key;
    }

    boolean isUp() {
        return raft != null;
    }

    boolean isRunning() {
        return isUp() && quorum.nowMs() >= pausedUntilMs;
    }

    int incarnation() {
        return incarnation;
    }

    Raft raft() {
        if (raft == null) {
            throw new AssertionError("node " + key + " is down");
        }
        return raft;
    }

    void start() {
        raft = new Raft(key, quorum.configured(), log, onDisk, SimulatedQuorum.SETTINGS, random, quorum.nowMs());
        nextTickMs = Long.MAX_VALUE;
        pausedUntilMs = 0;
        quorum.check().restarted(key.id());
        carryOut(raft.start(quorum.nowMs()));
        requestTick();
    }

    void crash() {
        raft = null;
        incarnation++;
        log.crash(random);
    }

    void pauseUntil(long ms) {
        pausedUntilMs = ms;
    }

    /// Hands the event over, after a pause if there is one; drops it when the process has ended since.
    void deliver(RaftEvent event, int toIncarnation) {
        if (raft == null || incarnation != toIncarnation) {
            return;
        }
        if (quorum.nowMs() < pausedUntilMs) {
            quorum.at(pausedUntilMs, () -> deliver(event, toIncarnation));
            return;
        }
        carryOut(raft.on(event, quorum.nowMs()));
        requestTick();
    }

    private void requestTick() {
        long due = raft().nextDeadlineMs();
        if (due >= nextTickMs || due == Long.MAX_VALUE) {
            return;
        }
        nextTickMs = due;
        int current = incarnation;
        quorum.at(due, () -> {
            if (current == incarnation && due == nextTickMs) {
                nextTickMs = Long.MAX_VALUE;
                deliver(new RaftEvent.Tick(), current);
            }
        });
    }

    private void carryOut(List<RaftEffect> effects) {
        effects.forEach(this::carryOut);
    }

    private void carryOut(RaftEffect effect) {
        switch (effect) {
            case RaftEffect.Persist(Election election) -> {
                onDisk = election;
                quorum.check().persisted(key.id(), election);
            }
            case RaftEffect.Send(int node, RaftRequest request) -> quorum.send(this, node, request);
            case RaftEffect.Reply(long token, RaftResponse response) -> quorum.reply(this, token, response);
            case RaftEffect.ReplyRecords(long token, int epoch, long offset, long highWatermark) ->
                quorum.reply(
                        this,
                        token,
                        new RaftResponse.Fetched(
                                epoch,
                                raft().election().leaderId(),
                                highWatermark,
                                log.read(offset, 1 + random.nextInt(4))));
            case RaftEffect.ReplySnapshot(long token, int epoch, LogPosition snapshot, long position) ->
                quorum.reply(
                        this,
                        token,
                        new RaftResponse.SnapshotPart(
                                epoch,
                                raft().election().leaderId(),
                                snapshot,
                                3,
                                position,
                                new SimulatedLog.SnapshotBytes(1, log.snapshotVoters())));
            case RaftEffect.Committed(long offset) -> quorum.check().committed(key.id(), offset, log);
            case RaftEffect.Leader(int epoch, var leaderId) -> {
                if (leaderId.isPresent() && leaderId.getAsInt() == key.id()) {
                    quorum.check().leads(key.id(), epoch, log);
                }
            }
            case RaftEffect.Flush _ -> flush();
            case RaftEffect.VotersChanged _ -> {}
        }
    }

    private void flush() {
        if (log.isFlushing()) {
            return;
        }
        log.beginFlush();
        int current = incarnation;
        quorum.at(quorum.nowMs() + 1 + random.nextInt(20), () -> {
            if (current == incarnation) {
                long durable = log.endFlush();
                if (!log.isDurable()) {
                    flush();
                }
                deliver(new RaftEvent.Flushed(durable), current);
            }
        });
    }
}
