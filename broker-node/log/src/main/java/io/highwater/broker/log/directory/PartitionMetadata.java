package io.highwater.broker.log.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.highwater.broker.log.store.Disk;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;

/// The file `partition.metadata` in a partition's directory: the id of its topic, so that a topic that was deleted
/// and created anew under the same name is not mistaken for the old one.
final class PartitionMetadata {
    static final String FILE_NAME = "partition.metadata";

    private static final String TOPIC_ID = "topic_id: ";

    private PartitionMetadata() {}

    /// Not forced: a torn file counts as none, and whoever asks for the partition then gets it whatever its topic.
    static void write(Disk disk, Path directory, Uuid topicId) {
        disk.write(directory.resolve(FILE_NAME), ("version: 0\n" + TOPIC_ID + topicId).getBytes(UTF_8));
    }

    /// [Uuid#ZERO] when there is no such file, or none that can be understood.
    static Uuid read(Disk disk, Path directory) {
        var file = directory.resolve(FILE_NAME);
        if (!disk.exists(file)) {
            return Uuid.ZERO;
        }
        var id = new String(disk.readAll(file), UTF_8)
                .lines()
                .filter(line -> line.startsWith(TOPIC_ID))
                .map(line -> line.substring(TOPIC_ID.length()).strip())
                .findFirst();
        try {
            return id.map(Uuid::parse).orElse(Uuid.ZERO);
        } catch (IllegalArgumentException _) {
            return Uuid.ZERO;
        }
    }
}
