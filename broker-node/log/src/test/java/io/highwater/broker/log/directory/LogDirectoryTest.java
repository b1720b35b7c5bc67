package io.highwater.broker.log.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.log.LogState;
import io.highwater.broker.log.store.DirectoryInUseException;
import io.highwater.broker.log.store.SimulatedDisk;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogDirectoryTest {
    private static final Path PATH = Path.of("/data");
    private static final TopicPartition PARTITION = new TopicPartition("orders-eu", 3);
    private static final Uuid TOPIC_ID = new Uuid(1, 2);

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void aNewDirectoryIsEmptyAndWasNotShutDownCleanly() {
        var directory = LogDirectory.open(disk, PATH);

        assertThat(directory.metaProperties()).isEmpty();
        assertThat(directory.partitions()).isEmpty();
        assertThat(directory.wasCleanlyShutDown()).isFalse();
    }

    @Test
    void onlyOneBrokerMayUseIt() {
        var directory = LogDirectory.open(disk, PATH);
        assertThatThrownBy(() -> LogDirectory.open(disk, PATH)).isInstanceOf(DirectoryInUseException.class);

        directory.close();

        LogDirectory.open(disk, PATH).close();
    }

    @Test
    void metaPropertiesAreKafkas() {
        var directory = LogDirectory.open(disk, PATH);
        var properties = new MetaProperties("MkU3OEVBNTcwNTJENDM2Qk", 7, TOPIC_ID);

        directory.format(properties);

        assertThat(directory.metaProperties()).contains(properties);
        assertThat(new String(disk.readAll(PATH.resolve("meta.properties")), UTF_8))
                .contains("version=1\n", "cluster.id=MkU3OEVBNTcwNTJENDM2Qk\n", "node.id=7\n");
    }

    @Test
    void metaPropertiesOfAnotherVersionAreRefused() {
        var directory = LogDirectory.open(disk, PATH);
        disk.write(PATH.resolve("meta.properties"), "version=0\nbroker.id=1\n".getBytes(UTF_8));

        assertThatThrownBy(directory::metaProperties)
                .isInstanceOf(UnusableDirectoryException.class)
                .hasMessageContaining("version is 0, expected 1");
    }

    @Test
    void aPartitionIsFoundWithWhatTheCheckpointsSay() {
        var directory = LogDirectory.open(disk, PATH);
        var path = directory.create(PARTITION, TOPIC_ID);
        directory.recoveryPoints().write(Map.of(PARTITION, 50L));
        directory.logStartOffsets().write(Map.of(PARTITION, 10L));
        directory.highWatermarks().write(Map.of(PARTITION, 40L));
        directory.close();

        var found = LogDirectory.open(disk, PATH).partitions();

        assertThat(found)
                .containsExactly(new HostedPartition(PARTITION, path, TOPIC_ID, new LogState(10, 50, false), 40));
    }

    @Test
    void aCleanShutdownIsToldOnce() {
        var directory = LogDirectory.open(disk, PATH);
        directory.markCleanShutdown(5);
        directory.close();

        var second = LogDirectory.open(disk, PATH);
        assertThat(second.wasCleanlyShutDown()).isTrue();
        second.close();
        disk.crash(new SplittableRandom(1));

        assertThat(LogDirectory.open(disk, PATH).wasCleanlyShutDown()).isFalse();
    }

    @Test
    void aDeletedPartitionIsGoneAtOnceAndMayBeCreatedAnew() {
        var directory = LogDirectory.open(disk, PATH);
        var path = directory.create(PARTITION, TOPIC_ID);

        var deletion = directory.delete(PARTITION, new SplittableRandom(1));

        assertThat(directory.partitions()).isEmpty();
        directory.create(PARTITION, new Uuid(3, 4));
        assertThat(disk.exists(path)).isTrue();
        assertThat(directory.partitions()).hasSize(1);
        assertThat(deletion).isNotNull();
    }

    @Test
    void aPartitionThatIsCreatedAnewInheritsNoCheckpoint() {
        var directory = LogDirectory.open(disk, PATH);
        var other = new TopicPartition("orders-eu", 4);
        directory.create(PARTITION, TOPIC_ID);
        var otherPath = directory.create(other, TOPIC_ID);
        directory.recoveryPoints().write(Map.of(PARTITION, 50L, other, 5L));
        directory.logStartOffsets().write(Map.of(PARTITION, 10L));
        directory.highWatermarks().write(Map.of(PARTITION, 40L, other, 4L));
        directory.delete(PARTITION, new SplittableRandom(1));
        var path = directory.create(PARTITION, new Uuid(3, 4));
        directory.close();

        var found = LogDirectory.open(disk, PATH).partitions();

        assertThat(found)
                .containsExactlyInAnyOrder(
                        new HostedPartition(PARTITION, path, new Uuid(3, 4), new LogState(0, 0, false), 0),
                        new HostedPartition(other, otherPath, TOPIC_ID, new LogState(0, 5, false), 4));
    }

    @Test
    void aLongTopicNameIsCutWhenThePartitionIsDeleted() {
        var directory = LogDirectory.open(disk, PATH);
        var partition = new TopicPartition("t".repeat(249), 0);
        directory.create(partition, TOPIC_ID);

        var deletion = directory.delete(partition, new SplittableRandom(1));

        assertThat(disk.list(PATH))
                .allSatisfy(entry -> assertThat(entry.name().length()).isLessThanOrEqualTo(255));
        deletion.run();
        assertThat(disk.list(PATH))
                .noneSatisfy(entry -> assertThat(entry.name()).endsWith("-delete"));
    }

    @Test
    void aDamagedCheckpointCostsRecoveryAndNothingElse() {
        var directory = LogDirectory.open(disk, PATH);
        directory.create(PARTITION, TOPIC_ID);
        for (var text : new String[] {"", "0\n5\n", "9\n", "0\n1\norders-eu 3\n", "0\n1\norders-eu x 5\n"}) {
            disk.write(PATH.resolve("recovery-point-offset-checkpoint"), text.getBytes(UTF_8));

            assertThat(directory.partitions().getFirst().state().recoveryPoint())
                    .isZero();
        }
    }

    @Test
    void namesThatAreNoPartitionsAreLeftAlone() {
        var directory = LogDirectory.open(disk, PATH);
        disk.createDirectories(PATH.resolve("lost+found"));
        disk.createDirectories(PATH.resolve("orders-"));
        disk.createDirectories(PATH.resolve("orders-x1"));

        assertThat(directory.partitions()).isEmpty();
    }
}
