package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.bytes;
import static io.highwater.broker.core.group.GroupHost.commitRequest;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static io.highwater.broker.core.group.GroupHost.protocol;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.coordinator.GroupMetadataValue;
import io.highwater.broker.protocol.message.JoinGroupResponse;
import io.highwater.broker.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import io.highwater.broker.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.highwater.broker.protocol.message.SyncGroupResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lets several clients do anything in any order, with appends that take time or fail, and checks what must hold
/// however they interleave. A failing seed is in the name of the test; run it again with `-Dcore.seed=<seed>`.
/// `-Dcore.seeds=<count>` tries more of them.
class GroupInterleavingsTest {
    private static final int CLIENTS = 5;
    private static final int STEPS = 400;

    private GroupHost host;
    private Random random;
    private List<Client> clients;
    private int lastGeneration;

    static LongStream seeds() {
        var one = Long.getLong("core.seed");
        return one == null ? LongStream.range(0, Long.getLong("core.seeds", 150)) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverTheOrderTheGroupStaysConsistent(long seed) {
        random = new Random(seed);
        var settings = GroupSettings.DEFAULTS
                .withInitialRebalanceDelayMs(random.nextBoolean() ? 0 : 3_000)
                .withMaxSize(random.nextInt(5) == 0 ? CLIENTS - 1 : CLIENTS + 5);
        host = new GroupHost(settings);
        host.appendsComplete = false;
        clients = new ArrayList<>();
        for (var i = 0; i < CLIENTS; i++) {
            clients.add(new Client(i % 2 == 0 ? null : "instance-" + i));
        }

        for (var step = 0; step < STEPS; step++) {
            step();
            clients.forEach(Client::readAnswers);
            checkGroup();
        }

        settle();
        checkAllStable();
        checkReplay();
        checkEverythingAnswered();
    }

    private void step() {
        var client = clients.get(random.nextInt(CLIENTS));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> client.join();
            case 3, 4 -> client.sync();
            case 5 -> client.heartbeat();
            case 6 -> client.commit();
            case 7 -> client.maybeLeave();
            case 8 -> client.maybeCrash();
            case 9 -> host.pass(random.nextInt(4_000));
            default -> finishAppend();
        }
    }

    private void finishAppend() {
        if (host.pendingAppends.isEmpty()) {
            return;
        }
        if (random.nextInt(8) == 0) {
            host.failAppend(ErrorCode.NOT_ENOUGH_REPLICAS);
        } else {
            host.completeAppend();
        }
    }

    /// From now on everybody behaves and the log works: the group must come to rest.
    private void settle() {
        host.appendsComplete = true;
        host.completeAppends();
        for (var round = 0; round < 60; round++) {
            for (var client : clients) {
                client.readAnswers();
                client.behave();
            }
            host.pass(3_000);
        }
        clients.forEach(Client::readAnswers);
    }

    // ---- what must hold

    private void checkGroup() {
        var described = host.coordinator.describeGroup(GROUP, (short) 5);
        var ids = described.members().stream().map(member -> member.memberId()).toList();
        assertThat(new HashSet<>(ids)).as("no member twice").hasSameSizeAs(ids);
        var instances = described.members().stream()
                .filter(member -> member.groupInstanceId() != null)
                .map(member -> member.groupInstanceId())
                .toList();
        assertThat(new HashSet<>(instances)).as("no instance twice").hasSameSizeAs(instances);
        if (described.groupState().equals("Stable")) {
            assertThat(described.protocolData()).isNotEmpty();
        }
    }

    private void checkAllStable() {
        var described = host.coordinator.describeGroup(GROUP, (short) 5);
        assertThat(described.groupState()).isEqualTo("Stable");
        var joined = clients.stream()
                .filter(client -> client.generation == lastGeneration)
                .toList();
        assertThat(joined)
                .as("members of the last generation")
                .hasSize(described.members().size());
        assertThat(joined).extracting(client -> client.protocol).containsOnly(described.protocolData());
        // A static leader that came back has another id in the same generation.
        assertThat(joined.stream()
                        .map(client -> client.leader.replaceFirst("(instance-\\d).*", "$1"))
                        .distinct())
                .as("leaders")
                .hasSize(1);
        for (var client : joined) {
            // A static member that came back keeps the assignment that was made for its former id.
            var owner = client.instanceId == null ? client.memberId : client.instanceId;
            assertThat(new String(client.assignment, StandardCharsets.UTF_8))
                    .as("assignment of %s", client.memberId)
                    .startsWith(owner)
                    .endsWith(Integer.toString(lastGeneration));
        }
    }

    private void checkReplay() {
        var before = host.coordinator.describeGroup(GROUP, (short) 5);
        var offsets = host.committed("events", 0);

        host.restart();

        var after = host.coordinator.describeGroup(GROUP, (short) 5);
        assertThat(after).usingRecursiveComparison().isEqualTo(before);
        assertThat(host.committed("events", 0)).isEqualTo(offsets);
    }

    private void checkEverythingAnswered() {
        host.run(host.coordinator.onResigned(host.nowMs));
        var unanswered = new HashSet<>(host.asked);
        unanswered.removeAll(host.replies.keySet());
        assertThat(unanswered).as("requests without an answer").isEmpty();
        var generations = host.log.stream()
                .map(GroupRecord::value)
                .filter(GroupMetadataValue.class::isInstance)
                .map(value -> ((GroupMetadataValue) value).generation())
                .toList();
        assertThat(generations).as("generations in the log").isSorted();
    }

    /// A consumer as the coordinator sees it, with a lively imagination about when to do what.
    private final class Client {
        private final String instanceId;
        private String memberId = "";
        private String protocol = "";
        private String leader = "";
        private int generation = -1;
        private byte[] assignment = new byte[0];
        private List<String> others = List.of();
        private final Set<Long> joins = new HashSet<>();
        private final Map<Long, Integer> syncs = new HashMap<>();
        private boolean needsJoin = true;

        Client(String instanceId) {
            this.instanceId = instanceId;
        }

        void join() {
            var topics = random.nextInt(4) == 0 ? "other" : "events";
            join(topics);
        }

        private void join(String topics) {
            needsJoin = false;
            joins.add(host.join(
                    joinRequest(memberId)
                            .groupInstanceId(instanceId)
                            .rebalanceTimeoutMs(15_000)
                            .protocols(new ArrayList<>(List.of(protocol("range", topics), protocol("sticky", topics)))),
                    GroupHost.NEWEST_JOIN));
        }

        void sync() {
            if (generation < 0 || memberId.isEmpty()) {
                return;
            }
            var assignments = new HashMap<String, byte[]>();
            if (leader.equals(memberId)) {
                others.forEach(other -> assignments.put(other, bytes(other + generation)));
            }
            var request = new SyncGroupRequest()
                    .groupId(GROUP)
                    .memberId(memberId)
                    .groupInstanceId(instanceId)
                    .generationId(generation)
                    .protocolType("consumer")
                    .protocolName(protocol);
            assignments.forEach((member, bytes) -> request.assignments()
                    .add(new SyncGroupRequestAssignment().memberId(member).assignment(bytes)));
            syncs.put(host.sync(request, 5), generation);
        }

        void heartbeat() {
            if (generation >= 0 && host.heartbeat(memberId, generation) != ErrorCode.NONE) {
                needsJoin = true;
            }
        }

        void commit() {
            host.commit(commitRequest(memberId, generation, "events", 0, random.nextInt(1_000)), 9);
        }

        void maybeLeave() {
            if (random.nextInt(3) == 0 && !memberId.isEmpty()) {
                host.leave(memberId);
                forget();
            }
        }

        void maybeCrash() {
            if (random.nextInt(3) == 0) {
                forget();
            }
        }

        private void forget() {
            memberId = "";
            generation = -1;
            needsJoin = true;
            assignment = new byte[0];
            joins.clear();
            syncs.clear();
        }

        /// What a good client does next.
        void behave() {
            if (!joins.isEmpty() || !syncs.isEmpty()) {
                return;
            }
            if (!needsJoin && generation >= 0) {
                heartbeat();
            }
            if (needsJoin || generation < 0) {
                join("events");
            }
        }

        void readAnswers() {
            for (var token : List.copyOf(joins)) {
                if (host.isAnswered(token)) {
                    joins.remove(token);
                    joined(host.joinResponse(token));
                }
            }
            for (var sync : Map.copyOf(syncs).entrySet()) {
                if (host.isAnswered(sync.getKey())) {
                    syncs.remove(sync.getKey());
                    synced(host.syncResponse(sync.getKey()), sync.getValue());
                }
            }
        }

        private void joined(JoinGroupResponse response) {
            switch (ErrorCode.of(response.errorCode())) {
                case NONE -> {
                    assertThat(response.generationId())
                            .as("generations only grow")
                            .isGreaterThanOrEqualTo(generation);
                    memberId = response.memberId();
                    generation = response.generationId();
                    lastGeneration = Math.max(lastGeneration, generation);
                    protocol = response.protocolName();
                    leader = response.leader();
                    others = response.members().stream()
                            .map(JoinGroupResponseMember::memberId)
                            .toList();
                    assertThat(others.contains(memberId)).isEqualTo(leader.equals(memberId));
                    if (response.skipAssignment()) {
                        others = List.of();
                    }
                    sync();
                }
                case MEMBER_ID_REQUIRED -> {
                    memberId = response.memberId();
                    needsJoin = true;
                }
                case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> forget();
                default -> needsJoin = true;
            }
        }

        private void synced(SyncGroupResponse response, int syncedGeneration) {
            switch (ErrorCode.of(response.errorCode())) {
                case NONE -> {
                    if (syncedGeneration == generation) {
                        assignment = response.assignment();
                    }
                }
                case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> forget();
                default -> needsJoin = true;
            }
        }
    }
}
