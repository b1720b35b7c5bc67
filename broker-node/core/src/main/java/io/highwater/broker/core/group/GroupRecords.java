package io.highwater.broker.core.group;

import io.highwater.broker.protocol.coordinator.GroupMetadataKey;
import io.highwater.broker.protocol.coordinator.GroupMetadataValue;
import io.highwater.broker.protocol.coordinator.GroupMetadataValue.MemberMetadata;
import io.highwater.broker.protocol.coordinator.OffsetCommitKey;
import io.highwater.broker.protocol.coordinator.OffsetCommitValue;
import java.util.Map;

/// Builds the records that the coordinator writes.
final class GroupRecords {
    static final short OFFSET_COMMIT = 1;
    static final short GROUP_METADATA = 2;

    private static final short GROUP_METADATA_VERSION = 3;
    private static final short OFFSET_COMMIT_VERSION = 4;

    /// The only version that can carry an expiry of its own.
    private static final short EXPIRING_OFFSET_COMMIT_VERSION = 1;

    private GroupRecords() {}

    /// The group as it is now, with these assignments; a member without one gets an empty one.
    static GroupRecord metadata(Group group, Map<String, byte[]> assignments) {
        var members = group.members().stream()
                .map(member -> new MemberMetadata()
                        .memberId(member.id())
                        .groupInstanceId(member.instanceId())
                        .clientId(member.clientId())
                        .clientHost(member.clientHost())
                        .rebalanceTimeout(member.rebalanceTimeoutMs())
                        .sessionTimeout(member.sessionTimeoutMs())
                        .subscription(group.metadataOf(member))
                        .assignment(assignments.getOrDefault(member.id(), Member.NO_ASSIGNMENT)))
                .toList();
        var value = new GroupMetadataValue()
                .protocolType(group.protocolType().orElse(""))
                .generation(group.generation())
                .protocol(group.protocol().orElse(null))
                .leader(group.leader().orElse(null))
                .currentStateTimestamp(group.stateSinceMs())
                .members(members);
        return new GroupRecord(metadataKey(group.id()), GROUP_METADATA, value, GROUP_METADATA_VERSION);
    }

    static GroupRecord metadataTombstone(String groupId) {
        return new GroupRecord(metadataKey(groupId), GROUP_METADATA, null, (short) 0);
    }

    static GroupRecord offset(String groupId, String topic, int partition, CommittedOffset offset) {
        var value = new OffsetCommitValue()
                .offset(offset.offset())
                .leaderEpoch(offset.leaderEpoch())
                .metadata(offset.metadata())
                .commitTimestamp(offset.commitTimestampMs())
                .expireTimestamp(offset.expireTimestampMs())
                .topicId(offset.topicId());
        var version = offset.expireTimestampMs() >= 0 ? EXPIRING_OFFSET_COMMIT_VERSION : OFFSET_COMMIT_VERSION;
        return new GroupRecord(offsetKey(groupId, topic, partition), OFFSET_COMMIT, value, version);
    }

    static GroupRecord offsetTombstone(String groupId, String topic, int partition) {
        return new GroupRecord(offsetKey(groupId, topic, partition), OFFSET_COMMIT, null, (short) 0);
    }

    private static GroupMetadataKey metadataKey(String groupId) {
        return new GroupMetadataKey().group(groupId);
    }

    private static OffsetCommitKey offsetKey(String groupId, String topic, int partition) {
        return new OffsetCommitKey().group(groupId).topic(topic).partition(partition);
    }
}
