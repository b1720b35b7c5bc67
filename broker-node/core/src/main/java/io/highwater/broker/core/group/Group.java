package io.highwater.broker.core.group;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.core.group.GroupState.Dead;
import io.highwater.broker.core.group.GroupState.Empty;
import io.highwater.broker.core.group.GroupState.PreparingRebalance;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.highwater.broker.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One group: its members, its generation and its offsets. Holds the facts and answers questions about them; what
/// happens when is decided by [Rebalance] and the request classes.
///
/// Map of the file: identity and state; members coming and going; static members; the joining phase; protocols; the
/// next generation; checks of a member's claims.
final class Group {
    /// The protocol type of consumers, whose subscriptions we can read.
    static final String CONSUMER = "consumer";

    private final String id;
    private final Offsets offsets = new Offsets();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new LinkedHashMap<>();
    private final Set<String> pendingJoins = new LinkedHashSet<>();
    private final Set<String> pendingSyncs = new LinkedHashSet<>();
    private GroupState state = new Empty();
    private long stateSinceMs;
    private int generation;
    private @Nullable String protocolType;
    private @Nullable String protocol;
    private @Nullable String leader;
    private @Nullable Set<String> subscribedTopics;

    Group(String id, long nowMs) {
        this.id = id;
        this.stateSinceMs = nowMs;
    }

    // ---- identity and state

    String id() {
        return id;
    }

    Offsets offsets() {
        return offsets;
    }

    GroupState state() {
        return state;
    }

    /// When the group came into its state, -1 when that was not recorded.
    long stateSinceMs() {
        return stateSinceMs;
    }

    void become(GroupState newState, long nowMs) {
        state = newState;
        stateSinceMs = nowMs;
    }

    /// Replaces what is known in the current state without leaving it.
    void amend(GroupState sameState) {
        state = sameState;
    }

    int generation() {
        return generation;
    }

    Optional<String> protocolType() {
        return Optional.ofNullable(protocolType);
    }

    Optional<String> protocol() {
        return Optional.ofNullable(protocol);
    }

    Optional<String> leader() {
        return Optional.ofNullable(leader);
    }

    boolean isLeader(String memberId) {
        return memberId.equals(leader);
    }

    boolean isEmpty() {
        return state instanceof Empty;
    }

    boolean isDead() {
        return state instanceof Dead;
    }

    /// True when nothing would be lost by forgetting the group.
    boolean isUnused() {
        return isEmpty()
                && generation == 0
                && pendingJoins.isEmpty()
                && offsets.isEmpty()
                && !offsets.hasCommitsInFlight();
    }

    // ---- members coming and going

    Collection<Member> members() {
        return members.values();
    }

    Optional<Member> member(String memberId) {
        return Optional.ofNullable(members.get(memberId));
    }

    boolean hasMember(String memberId) {
        return members.containsKey(memberId);
    }

    boolean hasMembers() {
        return !members.isEmpty();
    }

    void add(Member member, String memberProtocolType) {
        if (members.isEmpty()) {
            protocolType = memberProtocolType;
        }
        if (member.instanceId() != null && staticMembers.putIfAbsent(member.instanceId(), member.id()) != null) {
            throw new InvariantViolation("group " + id + " already has the static member " + member.instanceId());
        }
        if (leader == null) {
            leader = member.id();
        }
        members.put(member.id(), member);
        pendingJoins.remove(member.id());
    }

    /// Forgets a member or a pending one; another member becomes leader if it led.
    void remove(String memberId) {
        var removed = members.remove(memberId);
        if (removed != null && removed.instanceId() != null) {
            staticMembers.remove(removed.instanceId());
        }
        if (isLeader(memberId)) {
            leader = members.keySet().stream().findFirst().orElse(null);
        }
        pendingJoins.remove(memberId);
        pendingSyncs.remove(memberId);
    }

    /// Longest time that a member wants to be waited for.
    int rebalanceTimeoutMs() {
        return members.values().stream()
                .mapToInt(Member::rebalanceTimeoutMs)
                .max()
                .orElse(0);
    }

    // ---- static members

    Optional<String> staticMember(@Nullable String instanceId) {
        return instanceId == null ? Optional.empty() : Optional.ofNullable(staticMembers.get(instanceId));
    }

    /// Gives a static member its new id. It keeps its place, its assignment and its leadership.
    Member replaceStaticMember(String instanceId, String oldId, String newId) {
        var old = members.remove(oldId);
        if (old == null) {
            throw new InvariantViolation("group " + id + " has no member " + oldId + " to replace");
        }
        var renamed = old.renamed(newId);
        members.put(newId, renamed);
        staticMembers.put(instanceId, newId);
        if (isLeader(oldId)) {
            leader = newId;
        }
        if (pendingSyncs.remove(oldId)) {
            pendingSyncs.add(newId);
        }
        return renamed;
    }

    // ---- the joining phase

    boolean isPending(String memberId) {
        return pendingJoins.contains(memberId);
    }

    void addPending(String memberId) {
        pendingJoins.add(memberId);
    }

    Collection<String> pendingMembers() {
        return pendingJoins;
    }

    long awaitingJoinCount() {
        return members.values().stream().filter(Member::isAwaitingJoin).count();
    }

    boolean everybodyJoined() {
        return pendingJoins.isEmpty() && members.values().stream().allMatch(Member::isAwaitingJoin);
    }

    List<Member> absentDynamicMembers() {
        return members.values().stream()
                .filter(member -> !member.isAwaitingJoin() && !member.isStatic())
                .toList();
    }

    /// Makes sure that the leader is one that has joined; false when nobody has.
    boolean electJoinedLeader() {
        if (leader != null && member(leader).map(Member::isAwaitingJoin).orElse(false)) {
            return true;
        }
        var joined = members.values().stream().filter(Member::isAwaitingJoin).findFirst();
        joined.ifPresent(member -> leader = member.id());
        return joined.isPresent();
    }

    // ---- members that have not fetched their assignment

    Collection<String> pendingSyncs() {
        return pendingSyncs;
    }

    void addPendingSync(String memberId) {
        pendingSyncs.add(memberId);
    }

    // ---- protocols

    /// True when somebody with these protocols could join: the type is the group's and there is a protocol that
    /// everybody else supports too.
    boolean supports(String memberProtocolType, List<JoinGroupRequestProtocol> protocols) {
        if (isEmpty()) {
            return !memberProtocolType.isEmpty() && !protocols.isEmpty();
        }
        return memberProtocolType.equals(protocolType)
                && protocols.stream().map(JoinGroupRequestProtocol::name).anyMatch(this::isSupportedByAll);
    }

    private boolean isSupportedByAll(String name) {
        return members.values().stream().allMatch(member -> member.supports(name));
    }

    /// The protocol with the most votes among those that everybody supports. A tie goes to the one that was voted for
    /// first, in the order in which the members came.
    String selectProtocol() {
        var candidates = members.values().stream()
                .flatMap(member -> member.protocols().stream())
                .map(JoinGroupRequestProtocol::name)
                .filter(this::isSupportedByAll)
                .collect(Collectors.toSet());
        var votes = new LinkedHashMap<String, Integer>();
        for (var member : members.values()) {
            var vote = member.vote(candidates)
                    .orElseThrow(() -> new InvariantViolation(
                            "member " + member.id() + " of group " + id + " shares no protocol with the others"));
            votes.merge(vote, 1, Integer::sum);
        }
        return mostVotes(votes);
    }

    private String mostVotes(Map<String, Integer> votes) {
        var best = "";
        var most = 0;
        for (var vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                best = vote.getKey();
                most = vote.getValue();
            }
        }
        return best;
    }

    boolean isConsumerGroup() {
        return CONSUMER.equals(protocolType);
    }

    /// True unless we know that no member reads the topic. A consumer group whose subscription we cannot read counts
    /// as reading everything.
    boolean isSubscribedTo(String topic) {
        return subscribedTopics == null ? isConsumerGroup() : subscribedTopics.contains(topic);
    }

    boolean knowsSubscription() {
        return subscribedTopics != null;
    }

    private @Nullable Set<String> readSubscriptions() {
        if (!isConsumerGroup()) {
            return null;
        }
        var topics = new HashSet<String>();
        for (var member : members.values()) {
            var memberTopics =
                    protocol == null ? Optional.<Set<String>>empty() : Subscription.topics(member.metadata(protocol));
            if (memberTopics.isEmpty()) {
                return null;
            }
            topics.addAll(memberTopics.get());
        }
        return topics;
    }

    // ---- the next generation

    /// Starts the next generation from those who are members now.
    void beginGeneration(long nowMs) {
        generation++;
        pendingSyncs.clear();
        protocol = members.isEmpty() ? null : selectProtocol();
        subscribedTopics = readSubscriptions();
        become(members.isEmpty() ? new Empty() : new GroupState.CompletingRebalance(false), nowMs);
    }

    /// Takes what a record in the log says; the members are added afterwards.
    void restore(
            int recordedGeneration,
            @Nullable String recordedProtocolType,
            @Nullable String recordedProtocol,
            @Nullable String recordedLeader,
            long recordedSinceMs) {
        generation = recordedGeneration;
        protocolType = recordedProtocolType;
        protocol = recordedProtocol;
        leader = recordedLeader;
        stateSinceMs = recordedSinceMs;
    }

    /// All recorded members are there.
    void restored() {
        state = members.isEmpty() ? new Empty() : new Stable();
        subscribedTopics = readSubscriptions();
    }

    /// The members with their metadata, as the leader needs them.
    List<JoinGroupResponseMember> memberMetadata() {
        return members.values().stream()
                .map(member -> new JoinGroupResponseMember()
                        .memberId(member.id())
                        .groupInstanceId(member.instanceId())
                        .metadata(metadataOf(member)))
                .collect(Collectors.toList());
    }

    byte[] metadataOf(Member member) {
        return protocol == null ? Member.NO_ASSIGNMENT : member.metadata(protocol);
    }

    Map<String, byte[]> assignments() {
        var assignments = new HashMap<String, byte[]>();
        members.values().forEach(member -> assignments.put(member.id(), member.assignment()));
        return assignments;
    }

    // ---- checks of a member's claims

    /// Is this who it says it is? A static member is known by its instance id; whoever uses that with another member
    /// id has been replaced.
    ErrorCode check(String memberId, @Nullable String instanceId) {
        if (instanceId != null) {
            var current = staticMembers.get(instanceId);
            if (current == null) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
            if (!current.equals(memberId)) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
        }
        return hasMember(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }

    boolean isPreparing() {
        return state instanceof PreparingRebalance;
    }
}
