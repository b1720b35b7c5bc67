package io.highwater.broker.core.group;

import io.highwater.broker.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import io.highwater.broker.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One member of a classic group. Owned by its [Group].
final class Member {
    static final byte[] NO_ASSIGNMENT = new byte[0];

    private final String id;
    private final @Nullable String instanceId;
    private final String clientId;
    private final String clientHost;
    private int rebalanceTimeoutMs;
    private int sessionTimeoutMs;
    private List<JoinGroupRequestProtocol> protocols;
    private byte[] assignment = NO_ASSIGNMENT;
    private boolean isNew;
    private @Nullable Waiting join;
    private @Nullable Waiting sync;

    Member(
            String id,
            @Nullable String instanceId,
            String clientId,
            String clientHost,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs,
            List<JoinGroupRequestProtocol> protocols) {
        this.id = id;
        this.instanceId = instanceId;
        this.clientId = clientId;
        this.clientHost = clientHost;
        this.rebalanceTimeoutMs = rebalanceTimeoutMs;
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.protocols = List.copyOf(protocols);
    }

    /// A member that has just asked to join.
    static Member joining(String id, JoinGroupRequest request, RequestContext context) {
        var member = new Member(
                id,
                request.groupInstanceId(),
                context.clientId(),
                context.clientHost(),
                rebalanceTimeoutMs(request, context.version()),
                request.sessionTimeoutMs(),
                request.protocols());
        member.isNew = true;
        return member;
    }

    /// The same member under another id: a static member that came back. It waits for nothing.
    Member renamed(String newId) {
        var member =
                new Member(newId, instanceId, clientId, clientHost, rebalanceTimeoutMs, sessionTimeoutMs, protocols);
        member.assignment = assignment;
        return member;
    }

    /// Version 0 of the request has no rebalance timeout; the session timeout serves as one.
    static int rebalanceTimeoutMs(JoinGroupRequest request, short version) {
        return version == 0 ? request.sessionTimeoutMs() : request.rebalanceTimeoutMs();
    }

    /// Takes what a repeated join says about the member.
    void update(List<JoinGroupRequestProtocol> newProtocols, int newRebalanceTimeoutMs, int newSessionTimeoutMs) {
        protocols = List.copyOf(newProtocols);
        rebalanceTimeoutMs = newRebalanceTimeoutMs;
        sessionTimeoutMs = newSessionTimeoutMs;
    }

    /// The first of the member's protocols, in its own order of preference, that is among the candidates.
    Optional<String> vote(Set<String> candidates) {
        return protocols.stream()
                .map(JoinGroupRequestProtocol::name)
                .filter(candidates::contains)
                .findFirst();
    }

    boolean supports(String protocol) {
        return protocols.stream().anyMatch(p -> p.name().equals(protocol));
    }

    /// What the member sent along with this protocol; empty when it does not support it.
    byte[] metadata(String protocol) {
        for (var candidate : protocols) {
            if (candidate.name().equals(protocol)) {
                return candidate.metadata();
            }
        }
        return NO_ASSIGNMENT;
    }

    /// True while we owe the member an answer: then its silence is our doing. A new member is not trusted that far,
    /// because a client that lost the answer to its first join comes back under another id.
    boolean isExcusedFromHeartbeat() {
        return !isNew && (join != null || sync != null);
    }

    DescribedGroupMember describe() {
        return new DescribedGroupMember()
                .memberId(id)
                .groupInstanceId(instanceId)
                .clientId(clientId)
                .clientHost(clientHost)
                .memberAssignment(assignment);
    }

    /// Notes a waiting join and returns the one it replaces.
    Optional<Waiting> awaitJoin(Waiting request) {
        var replaced = Optional.ofNullable(join);
        join = request;
        return replaced;
    }

    /// Notes a waiting sync and returns the one it replaces.
    Optional<Waiting> awaitSync(Waiting request) {
        var replaced = Optional.ofNullable(sync);
        sync = request;
        return replaced;
    }

    /// Takes the waiting join out, to be answered.
    Optional<Waiting> takeJoin() {
        var waiting = Optional.ofNullable(join);
        join = null;
        return waiting;
    }

    /// Takes the waiting sync out, to be answered.
    Optional<Waiting> takeSync() {
        var waiting = Optional.ofNullable(sync);
        sync = null;
        return waiting;
    }

    boolean isAwaitingJoin() {
        return join != null;
    }

    boolean isAwaitingJoin(long token) {
        return join != null && join.token() == token;
    }

    boolean isStatic() {
        return instanceId != null;
    }

    void settle() {
        isNew = false;
    }

    void assign(byte[] newAssignment) {
        assignment = newAssignment;
    }

    String id() {
        return id;
    }

    @Nullable
    String instanceId() {
        return instanceId;
    }

    String clientId() {
        return clientId;
    }

    String clientHost() {
        return clientHost;
    }

    int rebalanceTimeoutMs() {
        return rebalanceTimeoutMs;
    }

    int sessionTimeoutMs() {
        return sessionTimeoutMs;
    }

    List<JoinGroupRequestProtocol> protocols() {
        return protocols;
    }

    byte[] assignment() {
        return assignment;
    }
}
