package io.highwater.runner.move;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Consumer groups' committed positions, translated: offsets count from 0 in the target, whatever was
/// deleted before.
record GroupPositions(Admin source, Admin target, TopicMirror mirror) {
    /// Commits in the target, for every group of the source, the position behind the last record it has
    /// handled.
    ///
    /// @param ends where the copied partitions end in the target
    /// @return how many records the groups have not handled yet, by group
    Map<String, Long> carryOver(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        var left = new HashMap<String, Long>();
        for (var group : source.listGroups().all().get()) {
            var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
            long unhandled = 0;
            for (var committed : committed(group.groupId()).entrySet()) {
                Long end = ends.get(committed.getKey());
                if (end != null) {
                    long behind = mirror.countFrom(
                            committed.getKey(), committed.getValue().offset());
                    positions.put(
                            committed.getKey(),
                            new OffsetAndMetadata(
                                    end - behind, committed.getValue().metadata()));
                    unhandled += behind;
                }
            }
            if (!positions.isEmpty()) {
                target.alterConsumerGroupOffsets(group.groupId(), positions)
                        .all()
                        .get();
                left.put(group.groupId(), unhandled);
            }
        }
        return left;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws ExecutionException, InterruptedException {
        var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
        source.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, position) -> {
                    if (position != null) {
                        committed.put(partition, position);
                    }
                });
        return committed;
    }
}
