package io.highwater.broker.core.group;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.JoinGroupResponse;

/// Builds answers to joins, with the peculiarities of the versions.
final class JoinReplies {
    private static final short NULLABLE_PROTOCOL_NAME = 7;
    private static final short SKIP_ASSIGNMENT = 9;
    private static final String NO_MEMBER = "";

    private JoinReplies() {}

    static JoinGroupResponse refusal(String memberId, ErrorCode error, short version) {
        var response =
                new JoinGroupResponse().memberId(memberId).leader(NO_MEMBER).errorCode(error.code());
        return version < NULLABLE_PROTOCOL_NAME ? response.protocolName("") : response.protocolName(null);
    }

    /// Told to a member that is not one any more.
    static JoinGroupResponse removed(short version) {
        return refusal(NO_MEMBER, ErrorCode.UNKNOWN_MEMBER_ID, version);
    }

    /// The member is in the current generation; its leader gets to know everybody.
    static JoinGroupResponse joined(Group group, Member member, short version) {
        var response = welcome(group, member, version).leader(group.leader().orElse(NO_MEMBER));
        return group.isLeader(member.id()) ? response.members(group.memberMetadata()) : response;
    }

    /// The member is in the current generation and only needs its id; nobody computes an assignment.
    static JoinGroupResponse unchanged(Group group, Member member, short version) {
        return welcome(group, member, version).leader(group.leader().orElse(NO_MEMBER));
    }

    /// A static member came back and keeps its assignment. If it leads, it must not assign anew: newer clients are
    /// told so, older ones are told that the leader is somebody else, namely who they were before.
    static JoinGroupResponse returned(Group group, Member member, String formerLeader, short version) {
        if (version < SKIP_ASSIGNMENT) {
            return welcome(group, member, version).leader(formerLeader);
        }
        return joined(group, member, version).skipAssignment(group.isLeader(member.id()));
    }

    private static JoinGroupResponse welcome(Group group, Member member, short version) {
        return new JoinGroupResponse()
                .memberId(member.id())
                .generationId(group.generation())
                .protocolType(group.protocolType().orElse(null))
                .protocolName(group.protocol().orElse(version < NULLABLE_PROTOCOL_NAME ? "" : null));
    }
}
