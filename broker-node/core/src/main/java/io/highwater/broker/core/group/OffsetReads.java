package io.highwater.broker.core.group;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.Optional;

/// Answers where a group stands. A group or partition that we do not know has simply not committed: offset -1.
///
/// Offsets are served even while the group is being deleted: until its tombstones are written they are still true,
/// and a consumer that is told "none" would start from the beginning.
final class OffsetReads {
    private static final long NO_OFFSET = -1;
    private static final Offsets NONE = new Offsets();

    private OffsetReads() {}

    static OffsetFetchResponseGroup fetch(
            Optional<Group> group, OffsetFetchRequestGroup request, boolean requireStable) {
        var offsets = group.map(Group::offsets).orElse(NONE);
        var response = new OffsetFetchResponseGroup().groupId(request.groupId());
        return request.topics() == null
                ? all(offsets, response, requireStable)
                : selected(offsets, request, response, requireStable);
    }

    private static OffsetFetchResponseGroup all(
            Offsets offsets, OffsetFetchResponseGroup response, boolean requireStable) {
        offsets.all().forEach((topic, partitions) -> {
            var result = new OffsetFetchResponseTopics().name(topic);
            partitions
                    .keySet()
                    .forEach(partition -> result.partitions().add(read(offsets, topic, partition, requireStable)));
            response.topics().add(result);
        });
        return response;
    }

    private static OffsetFetchResponseGroup selected(
            Offsets offsets,
            OffsetFetchRequestGroup request,
            OffsetFetchResponseGroup response,
            boolean requireStable) {
        var topics = request.topics();
        if (topics == null) {
            return response;
        }
        for (var topic : topics) {
            var result = new OffsetFetchResponseTopics().name(topic.name()).topicId(topic.topicId());
            for (int partition : topic.partitionIndexes()) {
                result.partitions().add(read(offsets, topic.name(), partition, requireStable));
            }
            response.topics().add(result);
        }
        return response;
    }

    private static OffsetFetchResponsePartitions read(
            Offsets offsets, String topic, int partition, boolean requireStable) {
        var result = new OffsetFetchResponsePartitions()
                .partitionIndex(partition)
                .committedOffset(NO_OFFSET)
                .committedLeaderEpoch(-1)
                .metadata("");
        if (requireStable && offsets.isUnstable(topic, partition)) {
            // A newer offset is on its way: the reader asks again instead of reading records twice.
            return result.errorCode(ErrorCode.UNSTABLE_OFFSET_COMMIT.code());
        }
        offsets.find(topic, partition)
                .ifPresent(committed -> result.committedOffset(committed.offset())
                        .committedLeaderEpoch(committed.leaderEpoch())
                        .metadata(committed.metadata()));
        return result;
    }
}
