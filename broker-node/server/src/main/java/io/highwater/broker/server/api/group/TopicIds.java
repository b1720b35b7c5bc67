package io.highwater.broker.server.api.group;

import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.TopicImage;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.highwater.broker.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.highwater.broker.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;

/// Stands between clients that name topics by their ids and coordinators that know them by name.
///
/// @param image one image for both ways, so that a topic keeps its id in between
record TopicIds(MetadataImage image) {
    private static final long NO_OFFSET = -1;

    boolean knowsAll(OffsetFetchRequestGroup group) {
        var topics = group.topics();
        return topics == null
                || topics.stream()
                        .allMatch(topic -> image.topic(topic.topicId()).isPresent());
    }

    /// The question by names; topics that nobody knows are left out.
    OffsetFetchRequestGroup named(OffsetFetchRequestGroup group) {
        var named = new OffsetFetchRequestGroup()
                .groupId(group.groupId())
                .memberId(group.memberId())
                .memberEpoch(group.memberEpoch());
        var topics = group.topics();
        if (topics == null) {
            return named.topics(null);
        }
        var known = new ArrayList<OffsetFetchRequestTopics>();
        topics.forEach(topic -> image.topic(topic.topicId())
                .map(TopicImage::name)
                .ifPresent(name -> known.add(
                        new OffsetFetchRequestTopics().name(name).partitionIndexes(topic.partitionIndexes()))));
        return named.topics(known);
    }

    /// The answer by ids. Topics that are gone cannot be named any more and are left out, unless they were asked for:
    /// then every partition says so.
    OffsetFetchResponseGroup identified(
            OffsetFetchRequestGroup asked, OffsetFetchResponseGroup answer, short unknownTopicId) {
        var topics = new ArrayList<OffsetFetchResponseTopics>();
        for (OffsetFetchResponseTopics topic : answer.topics()) {
            image.topic(topic.name()).ifPresent(known -> topics.add(topic.topicId(known.id())));
        }
        var wanted = asked.topics();
        if (wanted != null) {
            wanted.stream()
                    .filter(topic -> image.topic(topic.topicId()).isEmpty())
                    .forEach(topic -> topics.add(unknown(topic, unknownTopicId)));
        }
        return answer.topics(topics);
    }

    private static OffsetFetchResponseTopics unknown(OffsetFetchRequestTopics topic, short error) {
        var unknown = new OffsetFetchResponseTopics().topicId(topic.topicId());
        topic.partitionIndexes()
                .forEach(index -> unknown.partitions()
                        .add(new OffsetFetchResponsePartitions()
                                .partitionIndex(index)
                                .committedOffset(NO_OFFSET)
                                .errorCode(error)));
        return unknown;
    }
}
