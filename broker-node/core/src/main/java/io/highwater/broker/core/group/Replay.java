package io.highwater.broker.core.group;

import io.highwater.broker.protocol.coordinator.GroupMetadataKey;
import io.highwater.broker.protocol.coordinator.GroupMetadataValue;
import io.highwater.broker.protocol.coordinator.GroupMetadataValue.MemberMetadata;
import io.highwater.broker.protocol.coordinator.OffsetCommitKey;
import io.highwater.broker.protocol.coordinator.OffsetCommitValue;
import io.highwater.broker.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rebuilds the groups from their records.
final class Replay {
    /// A group that is first seen through its offsets has no recorded time.
    private static final long UNKNOWN_TIME = -1;

    private Replay() {}

    static void apply(Groups groups, GroupRecord record) {
        switch (record.key()) {
            case OffsetCommitKey key -> offset(groups, key, (OffsetCommitValue) record.value());
            case GroupMetadataKey key -> metadata(groups, key, (GroupMetadataValue) record.value());
            default -> {} // Records of other kinds of groups are not ours to fold.
        }
    }

    private static void offset(Groups groups, OffsetCommitKey key, @Nullable OffsetCommitValue value) {
        if (value != null) {
            var group = groups.findOrCreate(key.group(), UNKNOWN_TIME);
            group.offsets().put(key.topic(), key.partition(), CommittedOffset.of(value));
        } else {
            groups.find(key.group()).ifPresent(group -> {
                group.offsets().remove(key.topic(), key.partition());
                groups.removeIfUnused(group);
            });
        }
    }

    private static void metadata(Groups groups, GroupMetadataKey key, @Nullable GroupMetadataValue value) {
        if (value == null) {
            groups.remove(key.group());
            return;
        }
        var group = groups.findOrCreate(key.group(), UNKNOWN_TIME);
        List.copyOf(group.members()).forEach(member -> group.remove(member.id()));
        for (var member : value.members()) {
            group.add(member(member, value), value.protocolType());
        }
        group.restore(
                value.generation(),
                value.protocolType().isEmpty() ? null : value.protocolType(),
                value.protocol(),
                value.leader(),
                value.currentStateTimestamp());
        group.restored();
    }

    private static Member member(MemberMetadata recorded, GroupMetadataValue group) {
        var protocol = new JoinGroupRequestProtocol()
                .name(group.protocol() == null ? "" : group.protocol())
                .metadata(recorded.subscription());
        var member = new Member(
                recorded.memberId(),
                recorded.groupInstanceId(),
                recorded.clientId(),
                recorded.clientHost(),
                recorded.rebalanceTimeout() < 0 ? recorded.sessionTimeout() : recorded.rebalanceTimeout(),
                recorded.sessionTimeout(),
                List.of(protocol));
        member.assign(recorded.assignment());
        return member;
    }
}
