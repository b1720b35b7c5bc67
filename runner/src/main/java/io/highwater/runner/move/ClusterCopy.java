package io.highwater.runner.move;

import io.highwater.kafka.ClusterProbe;
import io.highwater.kafka.Complaint;
import io.highwater.runner.platform.PlatformException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Everything of one cluster in another: topics, records, consumer groups' positions.
///
/// [#open] and [#copy] may run while the source is in use, and take most of the work out of the pause;
/// [#finish] needs that nobody writes to the source or reads from it in a group any more.
///
/// Thread-safety: none; one owner.
public final class ClusterCopy implements AutoCloseable {
    private final ClusterAddress sourceAddress;
    private final ClusterAddress targetAddress;
    private final Admin source;
    private final Admin target;
    private final TopicMirror mirror;
    private final TargetTopics topics;
    private final Consumer<String> report;
    private List<TopicPartition> partitions = List.of();

    private ClusterCopy(
            ClusterAddress sourceAddress,
            ClusterAddress targetAddress,
            short replicationFactor,
            Consumer<String> report) {
        this.sourceAddress = sourceAddress;
        this.targetAddress = targetAddress;
        this.report = report;
        source = Admin.create(sourceAddress.properties());
        target = Admin.create(targetAddress.properties());
        mirror = new TopicMirror(sourceAddress, targetAddress);
        topics = new TargetTopics(source, target, replicationFactor);
    }

    /// Looks at both clusters, refuses what cannot go well, and creates the topics.
    public static ClusterCopy open(
            ClusterAddress source, ClusterAddress target, short replicationFactor, Consumer<String> report)
            throws InterruptedException {
        refuse(source);
        refuse(target);
        var copy = new ClusterCopy(source, target, replicationFactor, report);
        try {
            copy.attempt(copy::prepare);
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /// Copies what there is by now and was not copied yet.
    public void copy() throws InterruptedException {
        attempt(() -> report.accept(
                "copied %d records of %d partitions".formatted(mirror.copy(partitions), partitions.size())));
    }

    /// Copies the rest, counts, and carries the groups' positions over.
    public void finish() throws InterruptedException {
        copy();
        attempt(() -> {
            Map<TopicPartition, Long> ends = topics.ends(partitions);
            refuseDifference(ends);
            new GroupPositions(source, target, mirror)
                    .carryOver(ends)
                    .forEach((group, left) -> report.accept(
                            "group %s goes on where it was, with %d records to handle".formatted(group, left)));
        });
    }

    private void prepare() throws ExecutionException, InterruptedException {
        if (Objects.equals(
                source.describeCluster().clusterId().get(),
                target.describeCluster().clusterId().get())) {
            throw new PlatformException("%s and %s are the same cluster"
                    .formatted(sourceAddress.bootstrapServers(), targetAddress.bootstrapServers()));
        }
        partitions = topics.prepare();
    }

    private void refuseDifference(Map<TopicPartition, Long> ends) {
        for (TopicPartition partition : partitions) {
            long sent = mirror.copied().getOrDefault(partition, 0L);
            long there = ends.getOrDefault(partition, 0L);
            if (sent != there) {
                throw new PlatformException(
                        "%s has %d records in the target, though %d were copied: somebody else writes to it"
                                .formatted(partition, there, sent));
            }
        }
    }

    private static void refuse(ClusterAddress address) throws InterruptedException {
        var complaint = new ClusterProbe(address.bootstrapServers(), address.client()).complaint();
        if (complaint.isPresent()) {
            throw new PlatformException(complaint.get());
        }
    }

    private void attempt(Step step) throws InterruptedException {
        try {
            step.run();
        } catch (ExecutionException | KafkaException e) {
            throw new PlatformException(
                    Complaint.of(
                            e,
                            "%s or %s".formatted(sourceAddress.bootstrapServers(), targetAddress.bootstrapServers()),
                            targetAddress.client().getOrDefault("security.protocol", "PLAINTEXT")),
                    e);
        }
    }

    @Override
    public void close() {
        mirror.close();
        source.close();
        target.close();
    }

    /// Something that asks a cluster.
    private interface Step {
        void run() throws ExecutionException, InterruptedException;
    }
}
