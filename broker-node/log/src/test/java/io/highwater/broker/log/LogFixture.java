package io.highwater.broker.log;

import io.highwater.broker.log.recovery.RecoveryEvent;
import io.highwater.broker.log.store.SimulatedDisk;
import io.highwater.broker.protocol.TopicPartition;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One log on a simulated disk, and a clock.
final class LogFixture {
    static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    static final Path DIRECTORY = Path.of("/data/orders-0");

    final SimulatedDisk disk = new SimulatedDisk();
    final List<RecoveryEvent> events = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    long nowMs = 1_000;

    LogFixture with(String key, Object value) {
        settings.put(key, String.valueOf(value));
        return this;
    }

    PartitionLog open(LogState state) {
        events.clear();
        disk.setTime(nowMs);
        return PartitionLog.open(disk, DIRECTORY, PARTITION, LogConfig.of(settings), state, nowMs, events::add);
    }

    PartitionLog open() {
        return open(LogState.NEW);
    }

    AppendResult append(PartitionLog log, ByteBuf batch) {
        disk.setTime(nowMs);
        return log.append(batch, 0, AppendOrigin.CLIENT, nowMs);
    }

    AppendResult append(PartitionLog log, String... values) {
        return append(log, Batches.of(nowMs, values));
    }

    static void flush(PartitionLog log) {
        log.prepareFlush().ifPresent(task -> {
            task.run();
            log.flushed(task);
        });
    }

    Path file(long offset, String suffix) {
        return DIRECTORY.resolve("%020d%s".formatted(offset, suffix));
    }
}
