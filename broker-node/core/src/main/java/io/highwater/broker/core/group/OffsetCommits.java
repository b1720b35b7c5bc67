package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.CompletingRebalance;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.OffsetCommitRequest;
import io.highwater.broker.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.highwater.broker.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.highwater.broker.protocol.message.OffsetCommitResponse;
import io.highwater.broker.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.highwater.broker.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;

/// Takes commits of offsets from members, and from simple consumers and tools that are no members.
///
/// An offset is visible only after its record is in the log: a reader must never be sent to an offset that is then
/// forgotten.
final class OffsetCommits {
    /// From this version on an unknown group is called by its name.
    private static final short NAMES_UNKNOWN_GROUP = 9;

    private static final long NO_EXPIRY = -1;

    private final GroupSettings settings;
    private final Groups groups;
    private final Rebalance rebalance;
    private final Outbox outbox;

    OffsetCommits(GroupSettings settings, Groups groups, Rebalance rebalance, Outbox outbox) {
        this.settings = settings;
        this.groups = groups;
        this.rebalance = rebalance;
        this.outbox = outbox;
    }

    void on(OffsetCommitRequest request, RequestContext context, long nowMs) {
        var known = groups.find(request.groupId());
        if (known.isEmpty() && !isSimple(request)) {
            var error = context.version() >= NAMES_UNKNOWN_GROUP
                    ? ErrorCode.GROUP_ID_NOT_FOUND
                    : ErrorCode.ILLEGAL_GENERATION;
            outbox.reply(context.token(), refusal(request, error));
            return;
        }
        // A commit without a member creates the group: that is how tools set offsets before the first consumer.
        var group = groups.findOrCreate(request.groupId(), nowMs);
        var error = check(group, request);
        if (error == ErrorCode.NONE) {
            if (group.state() instanceof Stable || group.isPreparing()) {
                group.member(request.memberId()).ifPresent(member -> rebalance.extendSession(group, member, nowMs));
            }
            commit(group, request, context, nowMs);
        } else {
            outbox.reply(context.token(), refusal(request, error));
        }
        groups.removeIfUnused(group);
    }

    private static boolean isSimple(OffsetCommitRequest request) {
        return request.generationIdOrMemberEpoch() < 0;
    }

    private static ErrorCode check(Group group, OffsetCommitRequest request) {
        if (group.isDead()) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        if (isSimple(request) && group.isEmpty()) {
            return ErrorCode.NONE;
        }
        var claimsMembership = !isSimple(request) || !request.memberId().isEmpty() || request.groupInstanceId() != null;
        if (!claimsMembership) {
            // Offsets of a group at work belong to its members.
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        return checkMember(group, request);
    }

    private static ErrorCode checkMember(Group group, OffsetCommitRequest request) {
        var error = group.check(request.memberId(), request.groupInstanceId());
        if (error != ErrorCode.NONE) {
            return error;
        }
        if (request.generationIdOrMemberEpoch() != group.generation()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        // While members join they may still commit what they read before; once a new generation exists they may not.
        return group.state() instanceof CompletingRebalance ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
    }

    private void commit(Group group, OffsetCommitRequest request, RequestContext context, long nowMs) {
        var accepted = new ArrayList<Commit>();
        var response = new OffsetCommitResponse();
        for (var topic : request.topics()) {
            var result = topicResult(topic);
            for (var partition : topic.partitions()) {
                var error = isTooLong(partition) ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE;
                if (error == ErrorCode.NONE) {
                    accepted.add(Commit.of(request, topic, partition, nowMs));
                }
                result.partitions().add(partitionResult(partition, error));
            }
            response.topics().add(result);
        }
        if (accepted.isEmpty()) {
            outbox.reply(context.token(), response);
        } else {
            store(group, accepted, request, response, context);
        }
    }

    private boolean isTooLong(OffsetCommitRequestPartition partition) {
        var metadata = partition.committedMetadata();
        return metadata != null && metadata.length() > settings.offsetMetadataMaxSize();
    }

    private void store(
            Group group,
            List<Commit> commits,
            OffsetCommitRequest request,
            OffsetCommitResponse response,
            RequestContext context) {
        commits.forEach(commit -> group.offsets().commitStarted(commit.partition()));
        outbox.append(commits.stream().map(commit -> commit.record(group)).toList(), (error, _) -> {
            for (var commit : commits) {
                group.offsets().commitEnded(commit.partition());
                if (error == ErrorCode.NONE) {
                    group.offsets()
                            .put(commit.partition().topic(), commit.partition().partition(), commit.offset());
                }
            }
            outbox.reply(context.token(), error == ErrorCode.NONE ? response : refusal(request, error));
            groups.removeIfUnused(group);
        });
    }

    /// One accepted partition of a commit.
    private record Commit(TopicPartition partition, CommittedOffset offset) {
        static Commit of(
                OffsetCommitRequest request,
                OffsetCommitRequestTopic topic,
                OffsetCommitRequestPartition partition,
                long nowMs) {
            var metadata = partition.committedMetadata();
            var offset = new CommittedOffset(
                    partition.committedOffset(),
                    partition.committedLeaderEpoch(),
                    metadata == null ? "" : metadata,
                    nowMs,
                    request.retentionTimeMs() < 0 ? NO_EXPIRY : nowMs + request.retentionTimeMs(),
                    topic.topicId());
            return new Commit(new TopicPartition(topic.name(), partition.partitionIndex()), offset);
        }

        GroupRecord record(Group group) {
            return GroupRecords.offset(group.id(), partition.topic(), partition.partition(), offset);
        }
    }

    private static OffsetCommitResponse refusal(OffsetCommitRequest request, ErrorCode error) {
        var response = new OffsetCommitResponse();
        for (var topic : request.topics()) {
            var result = topicResult(topic);
            topic.partitions().forEach(partition -> result.partitions().add(partitionResult(partition, error)));
            response.topics().add(result);
        }
        return response;
    }

    private static OffsetCommitResponseTopic topicResult(OffsetCommitRequestTopic topic) {
        return new OffsetCommitResponseTopic().name(topic.name()).topicId(topic.topicId());
    }

    private static OffsetCommitResponsePartition partitionResult(
            OffsetCommitRequestPartition partition, ErrorCode error) {
        return new OffsetCommitResponsePartition()
                .partitionIndex(partition.partitionIndex())
                .errorCode(error.code());
    }
}
