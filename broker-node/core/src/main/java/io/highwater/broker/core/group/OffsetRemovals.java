package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.Dead;
import io.highwater.broker.core.group.GroupState.Empty;
import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.DeleteGroupsRequest;
import io.highwater.broker.protocol.message.DeleteGroupsResponse;
import io.highwater.broker.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import io.highwater.broker.protocol.message.OffsetDeleteRequest;
import io.highwater.broker.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.highwater.broker.protocol.message.OffsetDeleteResponse;
import io.highwater.broker.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.highwater.broker.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Removes offsets and groups: because a tool asks for it, or because nobody used them for the retention time.
final class OffsetRemovals {
    private final GroupSettings settings;
    private final Groups groups;
    private final Rebalance rebalance;
    private final Outbox outbox;

    OffsetRemovals(GroupSettings settings, Groups groups, Rebalance rebalance, Outbox outbox) {
        this.settings = settings;
        this.groups = groups;
        this.rebalance = rebalance;
        this.outbox = outbox;
    }

    // ---- DeleteGroups

    void onDeleteGroups(DeleteGroupsRequest request, RequestContext context) {
        var results = new ArrayList<DeletableGroupResult>();
        var doomed = new ArrayList<Group>();
        for (var groupId : request.groupsNames()) {
            var error = checkDelete(groupId);
            results.add(new DeletableGroupResult().groupId(groupId).errorCode(error.code()));
            if (error == ErrorCode.NONE) {
                var group = groups.find(groupId).orElseThrow();
                doom(group);
                doomed.add(group);
            }
        }
        var response = new DeleteGroupsResponse().results(results);
        if (doomed.isEmpty()) {
            outbox.reply(context.token(), response);
        } else {
            bury(doomed, response, context);
        }
    }

    private ErrorCode checkDelete(String groupId) {
        var group = groups.find(groupId);
        if (group.isEmpty()) {
            return ErrorCode.GROUP_ID_NOT_FOUND;
        }
        return switch (group.get().state()) {
            case Empty _ -> ErrorCode.NONE;
            case Dead _ -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case GroupState.PreparingRebalance _, GroupState.CompletingRebalance _, Stable _ ->
                ErrorCode.NON_EMPTY_GROUP;
        };
    }

    private void bury(List<Group> doomed, DeleteGroupsResponse response, RequestContext context) {
        var tombstones =
                doomed.stream().flatMap(group -> tombstones(group).stream()).toList();
        outbox.append(tombstones, (error, _) -> {
            doomed.forEach(group -> buried(group, error));
            if (error != ErrorCode.NONE) {
                response.results().stream()
                        .filter(result -> result.errorCode() == ErrorCode.NONE.code())
                        .forEach(result -> result.errorCode(error.code()));
            }
            outbox.reply(context.token(), response);
        });
    }

    private void doom(Group group) {
        for (var pending : List.copyOf(group.pendingMembers())) {
            rebalance.forget(group, pending);
        }
        // The time stays: it is what the retention of an empty group counts from, should the deletion fail.
        group.amend(new Dead());
    }

    private void buried(Group group, ErrorCode error) {
        if (error == ErrorCode.NONE) {
            groups.remove(group.id());
        } else {
            group.amend(new Empty());
        }
    }

    /// Offsets first: whoever reads the log in order never sees offsets of a group that is gone.
    private static List<GroupRecord> tombstones(Group group) {
        var tombstones = new ArrayList<GroupRecord>();
        for (var partition : group.offsets().partitions()) {
            tombstones.add(tombstone(group, partition));
        }
        tombstones.add(GroupRecords.metadataTombstone(group.id()));
        return tombstones;
    }

    private static GroupRecord tombstone(Group group, TopicPartition partition) {
        return GroupRecords.offsetTombstone(group.id(), partition.topic(), partition.partition());
    }

    // ---- OffsetDelete

    void onOffsetDelete(OffsetDeleteRequest request, RequestContext context) {
        var group = groups.find(request.groupId());
        var error = request.groupId().isEmpty()
                ? ErrorCode.INVALID_GROUP_ID
                : group.map(OffsetRemovals::checkOffsetDelete).orElse(ErrorCode.GROUP_ID_NOT_FOUND);
        if (error != ErrorCode.NONE || group.isEmpty()) {
            outbox.reply(context.token(), new OffsetDeleteResponse().errorCode(error.code()));
        } else {
            delete(group.get(), request, context);
        }
    }

    private static ErrorCode checkOffsetDelete(Group group) {
        return switch (group.state()) {
            case Empty _ -> ErrorCode.NONE;
            case Dead _ -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case GroupState.PreparingRebalance _, GroupState.CompletingRebalance _, Stable _ ->
                group.isConsumerGroup() ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
        };
    }

    private void delete(Group group, OffsetDeleteRequest request, RequestContext context) {
        var response = new OffsetDeleteResponse();
        var removed = new ArrayList<TopicPartition>();
        for (var topic : request.topics()) {
            response.topics().add(delete(group, topic, removed));
        }
        if (removed.isEmpty()) {
            outbox.reply(context.token(), response);
            return;
        }
        remove(
                group,
                removed,
                (error, _) -> outbox.reply(
                        context.token(),
                        error == ErrorCode.NONE ? response : new OffsetDeleteResponse().errorCode(error.code())));
    }

    private static OffsetDeleteResponseTopic delete(
            Group group, OffsetDeleteRequestTopic topic, List<TopicPartition> removed) {
        var result = new OffsetDeleteResponseTopic().name(topic.name());
        var error = group.isSubscribedTo(topic.name()) ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE;
        for (var partition : topic.partitions()) {
            var index = partition.partitionIndex();
            result.partitions()
                    .add(new OffsetDeleteResponsePartition()
                            .partitionIndex(index)
                            .errorCode(error.code()));
            var exists = group.offsets().find(topic.name(), index).isPresent()
                    || group.offsets().isUnstable(topic.name(), index);
            if (error == ErrorCode.NONE && exists) {
                removed.add(new TopicPartition(topic.name(), index));
            }
        }
        return result;
    }

    private void remove(Group group, List<TopicPartition> removed, Outbox.Completion then) {
        var tombstones =
                removed.stream().map(partition -> tombstone(group, partition)).toList();
        outbox.append(tombstones, (error, nowMs) -> {
            if (error == ErrorCode.NONE) {
                removed.forEach(partition -> group.offsets().remove(partition.topic(), partition.partition()));
            }
            then.done(error, nowMs);
        });
    }

    // ---- deleted topics

    /// The topics do not exist any more; neither do offsets in them.
    void onTopicsDeleted(List<String> topics) {
        for (var group : groups.all()) {
            var gone = group.offsets().partitions().stream()
                    .filter(partition -> topics.contains(partition.topic()))
                    .toList();
            if (!gone.isEmpty() && !group.isDead()) {
                remove(group, gone, (_, _) -> {});
            }
        }
    }

    // ---- expiry

    void expire(long nowMs) {
        for (var group : groups.all()) {
            expire(group, nowMs);
        }
    }

    private void expire(Group group, long nowMs) {
        var expired = expired(group, nowMs);
        var left = group.offsets().partitions().size() - expired.size();
        if (left == 0 && group.isEmpty() && group.pendingMembers().isEmpty()) {
            doom(group);
            outbox.append(tombstones(group), (error, _) -> buried(group, error));
        } else if (!expired.isEmpty()) {
            remove(group, expired, (_, _) -> {});
        }
    }

    private List<TopicPartition> expired(Group group, long nowMs) {
        var expired = new ArrayList<TopicPartition>();
        group.offsets()
                .all()
                .forEach((topic, partitions) -> partitions.forEach((partition, offset) -> {
                    var baseMs = retentionBaseMs(group, offset);
                    var isExpired = baseMs.isPresent()
                            && !group.isSubscribedTo(topic)
                            && !group.offsets().isUnstable(topic, partition)
                            && offset.isExpired(baseMs.getAsLong(), nowMs, settings.offsetsRetentionMs());
                    if (isExpired) {
                        expired.add(new TopicPartition(topic, partition));
                    }
                }));
        return expired;
    }

    /// From when the retention counts: for a group that emptied, from then; for topics that a working group does not
    /// read any more, and for simple consumers, from the commit; for anything else there is no expiry.
    private static OptionalLong retentionBaseMs(Group group, CommittedOffset offset) {
        if (group.protocolType().isEmpty()) {
            return OptionalLong.of(offset.commitTimestampMs());
        }
        if (group.isEmpty()) {
            return OptionalLong.of(group.stateSinceMs() < 0 ? offset.commitTimestampMs() : group.stateSinceMs());
        }
        var knowsItsTopics = group.isConsumerGroup() && group.knowsSubscription() && group.state() instanceof Stable;
        return knowsItsTopics ? OptionalLong.of(offset.commitTimestampMs()) : OptionalLong.empty();
    }
}
