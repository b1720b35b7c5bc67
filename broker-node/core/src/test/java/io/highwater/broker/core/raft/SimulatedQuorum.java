package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.Uuid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Five nodes, three of them voters at first, in virtual time: messages are delayed, lost, doubled and
/// overtake each other, links break one way or both, processes crash and stand still, snapshots take the
/// place of the log and voters come and go. The seed decides everything.
final class SimulatedQuorum {
    static final RaftSettings SETTINGS = RaftSettings.DEFAULT;

    private static final int NODES = 5;
    private static final int VOTERS = 3;
    private static final long ANSWER_TIMEOUT_MS = 1_000;

    private final Random random;
    private final SafetyCheck check = new SafetyCheck();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Map<Integer, SimulatedNode> nodes = new HashMap<>();
    private final Map<Long, Question> questions = new HashMap<>();
    private final Set<Link> broken = new HashSet<>();
    private final VoterSet configured;
    private long nowMs;
    private long taskCount;
    private long tokenCount;
    private long valueCount;
    private boolean isCalm;

    private record Task(long atMs, long number, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private record Link(int from, int to) {}

    private record Question(SimulatedNode from, int incarnation, int to, RaftRequest request) {}

    SimulatedQuorum(long seed) {
        random = new Random(seed);
        List<ReplicaKey> keys = IntStream.rangeClosed(1, NODES)
                .mapToObj(id -> new ReplicaKey(id, new Uuid(7, id)))
                .toList();
        configured = VoterSet.of(keys.stream()
                .limit(VOTERS)
                .map(key -> new Voter(key, List.of()))
                .toList());
        for (ReplicaKey key : keys) {
            nodes.put(key.id(), new SimulatedNode(key, this, random));
        }
    }

    long nowMs() {
        return nowMs;
    }

    SafetyCheck check() {
        return check;
    }

    VoterSet configured() {
        return configured;
    }

    void at(long ms, Runnable action) {
        tasks.add(new Task(Math.max(ms, nowMs), taskCount++, action));
    }

    /// Trouble for a while, then calm: by its end somebody leads and everybody has everything.
    void run(long troubleMs, long calmMs) {
        nodes.values().forEach(SimulatedNode::start);
        write();
        make(this::trouble, 400);
        make(this::changeVoters, 3_000);
        make(this::takeSnapshot, 2_000);
        runUntil(troubleMs);
        isCalm = true;
        broken.clear();
        nodes.values().stream().filter(node -> !node.isUp()).forEach(SimulatedNode::start);
        runUntil(troubleMs + calmMs);
        requireAgreement();
    }

    private void runUntil(long endMs) {
        long sameTime = 0;
        while (!tasks.isEmpty() && tasks.peek().atMs() <= endMs) {
            Task task = tasks.remove();
            sameTime = task.atMs() == nowMs ? sameTime + 1 : 0;
            SafetyCheck.require(sameTime < 10_000, "the quorum is busy without any time passing at %d", nowMs);
            nowMs = task.atMs();
            task.action().run();
        }
        nowMs = endMs;
    }

    private void requireAgreement() {
        Optional<SimulatedNode> leader = nodes.values().stream()
                .filter(node -> node.raft().leadership().isPresent())
                .max((a, b) -> Integer.compare(
                        a.raft().election().epoch(), b.raft().election().epoch()));
        SafetyCheck.require(leader.isPresent(), "nobody leads after a calm time");
        long end = leader.orElseThrow().log.end().offset();
        for (SimulatedNode node : nodes.values()) {
            SafetyCheck.require(
                    node.raft().highWatermark() == end,
                    "node %s knows %d as committed, the leader %s ends at %d",
                    node.key(),
                    node.raft().highWatermark(),
                    leader.orElseThrow().key(),
                    end);
        }
    }

    private void make(Runnable happening, int everyMs) {
        at(nowMs + 1 + random.nextInt(2 * everyMs), () -> {
            if (!isCalm) {
                happening.run();
                make(happening, everyMs);
            }
        });
    }

    // The network

    void send(SimulatedNode from, int to, RaftRequest request) {
        var question = new Question(from, from.incarnation(), to, request);
        deliver(question);
        if (!isCalm && random.nextInt(20) == 0) {
            deliver(question);
        }
    }

    private void deliver(Question question) {
        SimulatedNode to = node(question.to());
        if (isLost(question.from().key().id(), question.to())) {
            unanswered(question, ANSWER_TIMEOUT_MS);
            return;
        }
        at(nowMs + delayMs(), () -> {
            if (!to.isUp()) {
                unanswered(question, 1);
                return;
            }
            long token = tokenCount++;
            questions.put(token, question);
            to.deliver(new RaftEvent.Asked(token, question.request()), to.incarnation());
        });
    }

    void reply(SimulatedNode from, long token, RaftResponse response) {
        Question question = questions.remove(token);
        if (question == null) {
            throw new AssertionError("answered twice, or an unknown question");
        }
        if (isLost(from.key().id(), question.from().key().id())) {
            unanswered(question, ANSWER_TIMEOUT_MS);
            return;
        }
        at(
                nowMs + delayMs(),
                () -> question.from()
                        .deliver(
                                new RaftEvent.Answered(question.to(), question.request(), response),
                                question.incarnation()));
    }

    private void unanswered(Question question, long afterMs) {
        at(
                nowMs + afterMs,
                () -> question.from()
                        .deliver(new RaftEvent.Unanswered(question.to(), question.request()), question.incarnation()));
    }

    private boolean isLost(int from, int to) {
        return broken.contains(new Link(from, to)) || (!isCalm && random.nextInt(50) == 0);
    }

    private int delayMs() {
        return !isCalm && random.nextInt(30) == 0 ? random.nextInt(2_500) : 1 + random.nextInt(15);
    }

    // What happens

    private void trouble() {
        SimulatedNode node = anyNode();
        switch (random.nextInt(6)) {
            case 0, 1 -> crash(node);
            case 2 -> node.pauseUntil(nowMs + random.nextInt(4_000));
            case 3 -> cutOff(node);
            case 4 -> breakLink(new Link(node.key().id(), anyNode().key().id()));
            default -> broken.clear();
        }
    }

    private void crash(SimulatedNode node) {
        if (!node.isUp()) {
            return;
        }
        node.crash();
        for (SimulatedNode other : nodes.values()) {
            int incarnation = other.incarnation();
            at(
                    nowMs + delayMs(),
                    () -> other.deliver(new RaftEvent.Disconnected(node.key().id()), incarnation));
        }
        at(nowMs + 10 + random.nextInt(3_000), () -> {
            if (!node.isUp()) {
                node.start();
            }
        });
    }

    private void cutOff(SimulatedNode node) {
        for (SimulatedNode other : nodes.values()) {
            breakLink(new Link(node.key().id(), other.key().id()));
            breakLink(new Link(other.key().id(), node.key().id()));
        }
    }

    private void breakLink(Link link) {
        broken.add(link);
        at(nowMs + random.nextInt(5_000), () -> broken.remove(link));
    }

    private void write() {
        SimulatedNode node = anyNode();
        if (node.isRunning()) {
            node.raft().leadership().ifPresent(leadership -> {
                node.log.append(leadership.epoch(), valueCount++);
                node.deliver(new RaftEvent.Appended(), node.incarnation());
            });
        }
        at(nowMs + 1 + random.nextInt(40), () -> {
            if (!isCalm) {
                write();
            }
        });
    }

    private void changeVoters() {
        SimulatedNode subject = anyNode();
        for (SimulatedNode node : nodes.values()) {
            if (node.isRunning() && node.raft().leadership().isPresent()) {
                VoterSet voters = node.raft().voters();
                VoterChange change = voters.contains(subject.key())
                        ? new VoterChange.Remove(subject.key())
                        : new VoterChange.Add(new Voter(subject.key(), List.of()));
                node.deliver(new RaftEvent.ChangeVoters(tokenCount++, change), node.incarnation());
            }
        }
    }

    private void takeSnapshot() {
        SimulatedNode node = anyNode();
        if (node.isRunning() && node.raft().highWatermark() > node.log.startOffset()) {
            long offset = node.raft().highWatermark();
            node.log.takeSnapshot(offset, node.raft().votersAt(offset));
        }
    }

    private SimulatedNode anyNode() {
        return node(1 + random.nextInt(NODES));
    }

    private SimulatedNode node(int id) {
        SimulatedNode node = nodes.get(id);
        if (node == null) {
            throw new AssertionError("no node " + id);
        }
        return node;
    }

    /// How much was committed: a run in which nothing happens proves nothing.
    long committedEnd() {
        return check.committedEnd();
    }
}
