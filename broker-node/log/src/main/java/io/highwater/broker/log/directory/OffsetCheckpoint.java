package io.highwater.broker.log.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.highwater.broker.log.store.Disk;
import io.highwater.broker.protocol.TopicPartition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that holds one offset for each of many partitions: a line with the version 0, a line with the count, and
/// a line `topic partition offset` each. Always replaced as a whole.
///
/// Thread-safety: any thread may read and write; one instance per file.
public final class OffsetCheckpoint {
    private final Disk disk;
    private final Path file;
    /// What the file holds, once it was read or written.
    private @Nullable Map<TopicPartition, Long> content;

    OffsetCheckpoint(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /// Replaces the file. Blocking: returns when the new content is durable.
    public synchronized void write(Map<TopicPartition, Long> offsets) {
        var text = new StringBuilder("0\n").append(offsets.size()).append('\n');
        offsets.forEach((partition, offset) -> text.append(partition.topic())
                .append(' ')
                .append(partition.partition())
                .append(' ')
                .append(offset.longValue())
                .append('\n'));
        disk.replace(file, text.toString().getBytes(UTF_8));
        content = Map.copyOf(offsets);
    }

    /// Replaces one offset. Blocking, as [#write].
    public synchronized void put(TopicPartition partition, long offset) {
        var offsets = new HashMap<>(content == null ? read() : content);
        offsets.put(partition, offset);
        write(offsets);
    }

    /// The offset of one partition, 0 when there is none.
    public synchronized long offset(TopicPartition partition) {
        var known = content == null ? read() : content;
        return known.getOrDefault(partition, 0L);
    }

    /// A partition of this name begins anew: what was noted about an older one must not count for it. Blocking if
    /// there is something to forget.
    synchronized void forget(TopicPartition partition) {
        var known = content == null ? read() : content;
        if (known.containsKey(partition)) {
            var rest = new HashMap<>(known);
            rest.remove(partition);
            write(rest);
        }
    }

    /// The offsets in the file; none when it is missing or damaged, which costs a longer recovery and nothing
    /// else.
    synchronized Map<TopicPartition, Long> read() {
        var found = disk.exists(file) ? decode(new String(disk.readAll(file), UTF_8)) : Map.<TopicPartition, Long>of();
        content = found;
        return found;
    }

    private static Map<TopicPartition, Long> decode(String text) {
        var lines = text.split("\n", -1);
        var offsets = new HashMap<TopicPartition, Long>();
        try {
            if (!lines[0].equals("0")) {
                return Map.of();
            }
            var count = Integer.parseInt(lines[1]);
            for (var i = 0; i < count; i++) {
                var fields = lines[2 + i].split(" ", -1);
                offsets.put(new TopicPartition(fields[0], Integer.parseInt(fields[1])), Long.parseLong(fields[2]));
            }
            return offsets;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return Map.of();
        }
    }
}
