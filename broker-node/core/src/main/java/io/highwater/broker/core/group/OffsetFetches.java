package io.highwater.broker.core.group;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.OffsetFetchRequest;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.highwater.broker.protocol.message.OffsetFetchResponse;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.List;

/// Up to version 7 an OffsetFetch asks for one group at its top level, later for several. The coordinator knows the
/// later form only; this translates.
public final class OffsetFetches {
    private static final short TOP_LEVEL_ERROR = 2;
    private static final short SEVERAL_GROUPS = 8;

    private OffsetFetches() {}

    /// The groups that are asked for.
    public static List<OffsetFetchRequestGroup> groups(OffsetFetchRequest request, short version) {
        if (version >= SEVERAL_GROUPS) {
            return request.groups();
        }
        var group = new OffsetFetchRequestGroup().groupId(request.groupId());
        var topics = request.topics();
        if (topics == null) {
            return List.of(group.topics(null));
        }
        var translated = new ArrayList<OffsetFetchRequestTopics>();
        for (var topic : topics) {
            translated.add(
                    new OffsetFetchRequestTopics().name(topic.name()).partitionIndexes(topic.partitionIndexes()));
        }
        return List.of(group.topics(translated));
    }

    /// A group that cannot be answered, for example because its coordinator is elsewhere.
    public static OffsetFetchResponseGroup refusal(OffsetFetchRequestGroup request, ErrorCode error, short version) {
        var response = new OffsetFetchResponseGroup().groupId(request.groupId()).errorCode(error.code());
        var topics = request.topics();
        if (version >= TOP_LEVEL_ERROR || topics == null) {
            return response;
        }
        // Version 1 has no place for an error of the group; every partition carries it.
        for (var topic : topics) {
            var result = new OffsetFetchResponseTopics().name(topic.name());
            for (int partition : topic.partitionIndexes()) {
                result.partitions()
                        .add(new OffsetFetchResponsePartitions()
                                .partitionIndex(partition)
                                .committedOffset(-1)
                                .committedLeaderEpoch(-1)
                                .metadata("")
                                .errorCode(error.code()));
            }
            response.topics().add(result);
        }
        return response;
    }

    /// The answer in the form of the version.
    public static OffsetFetchResponse response(List<OffsetFetchResponseGroup> groups, short version) {
        if (version >= SEVERAL_GROUPS) {
            return new OffsetFetchResponse().groups(new ArrayList<>(groups));
        }
        var group = groups.getFirst();
        var response = new OffsetFetchResponse().errorCode(group.errorCode());
        for (var topic : group.topics()) {
            var result = new OffsetFetchResponseTopic().name(topic.name());
            topic.partitions().forEach(partition -> result.partitions().add(translate(partition)));
            response.topics().add(result);
        }
        return response;
    }

    private static OffsetFetchResponsePartition translate(OffsetFetchResponsePartitions partition) {
        return new OffsetFetchResponsePartition()
                .partitionIndex(partition.partitionIndex())
                .committedOffset(partition.committedOffset())
                .committedLeaderEpoch(partition.committedLeaderEpoch())
                .metadata(partition.metadata())
                .errorCode(partition.errorCode());
    }
}
