package io.highwater.broker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.log.cleanup.CompactionObserver;
import io.highwater.broker.log.cleanup.CompactionSettings;
import io.highwater.broker.log.recovery.RecoveryListener;
import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.log.store.SystemDisk;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.ControlRecordType;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our files on a real disk, as Apache Kafka's own reader and its tool for log files see them.
class KafkaToolsIT {
    private static final int BATCHES = 600;
    private static final int KEYS = 200;

    private static final LogConfig CONFIG =
            LogConfig.of(Map.of("segment.bytes", "20000", "index.interval.bytes", "500"));

    @TempDir
    private Path folder;

    private Path directory;
    private PartitionLog log;

    @BeforeEach
    void writeALog() {
        directory = folder.resolve("orders-0");
        log = open(LogState.NEW);
        for (var i = 0; i < BATCHES; i++) {
            var result = log.append(batch(i), i / 200, AppendOrigin.CLIENT, 1_000_000);
            assertThat(result.message()).isEmpty();
        }
    }

    private PartitionLog open(LogState state) {
        return PartitionLog.open(
                new SystemDisk(),
                directory,
                new TopicPartition("orders", 0),
                CONFIG,
                state,
                1_000_000,
                RecoveryListener.NONE);
    }

    private static ByteBuf batch(int i) {
        var builder = new RecordBatchBuilder(Compression.values()[i % Compression.values().length])
                .producer(7, (short) 2, i * 2);
        return builder.append(1_000_000 + i, key(i), new byte[100])
                .append(1_000_000 + i, key(i), new byte[100])
                .build(Batches.ALLOCATOR);
    }

    private static byte[] key(int i) {
        return ("key-" + i).getBytes(UTF_8);
    }

    @Test
    void kafkasReaderFindsEveryRecord() throws IOException {
        log.close();
        var next = 0L;
        for (var file : files(".log")) {
            try (var records = org.apache.kafka.common.record.internal.FileRecords.open(file.toFile(), false)) {
                for (var batch : records.batches()) {
                    batch.ensureValid();
                    assertThat(batch.baseOffset()).isEqualTo(next);
                    assertThat(batch.partitionLeaderEpoch()).isEqualTo((int) (next / 400));
                    for (var record : batch) {
                        assertThat(record.offset()).isEqualTo(next);
                        assertThat(record.timestamp()).isEqualTo(1_000_000 + next / 2);
                        next++;
                    }
                }
            }
        }

        assertThat(next).isEqualTo(2L * BATCHES);
        assertThat(files(".log")).hasSizeGreaterThan(3);
    }

    @Test
    void kafkasDumpToolHasNothingToComplainAbout() throws IOException {
        log.close();
        var segments = 0;
        for (var file : files(".log")) {
            var output = dump("--deep-iteration", "--files", file.toString());
            segments += count(output, "\\| offset: ");
            assertThat(output).doesNotContain("isvalid: false").doesNotContain("Found");
        }
        assertThat(segments).as("records").isEqualTo(2 * BATCHES);

        for (var file : files(".index")) {
            var output = dump("--index-sanity-check", "--files", file.toString());
            assertThat(output).contains("passed sanity check");
            assertThat(count(dump("--files", file.toString()), "offset: \\d+ position: \\d+"))
                    .isEqualTo((int) (Files.size(file) / 8))
                    .isPositive();
            assertThat(dump("--verify-index-only", "--files", file.toString()))
                    .doesNotContain("Mismatch")
                    .doesNotContain("Index offset");
        }

        for (var file : files(".timeindex")) {
            assertThat(dump("--index-sanity-check", "--files", file.toString())).contains("passed sanity check");
            assertThat(dump("--files", file.toString()))
                    .contains("timestamp: ")
                    .doesNotContain("Found")
                    .doesNotContain("should")
                    .doesNotContain("out of order");
        }

        for (var file : files(".snapshot")) {
            assertThat(dump("--files", file.toString())).contains("producerId: 7 producerEpoch: 2");
        }
        assertThat(dump(
                        "--files",
                        directory.resolve("00000000000000001200.snapshot").toString()))
                .contains("lastSequence: 1199")
                .contains("lastOffset: 1199");
    }

    @Test
    void kafkasToolsHaveNothingToComplainAboutInACompactedLog() throws IOException {
        log.close();
        directory = folder.resolve("compacted-0");
        log = open(LogState.NEW);
        log.reconfigure(LogConfig.of(
                Map.of("cleanup.policy", "compact", "segment.bytes", "20000", "index.interval.bytes", "500")));
        for (var i = 0; i < 3 * KEYS; i++) {
            log.append(compactable(i), 0, AppendOrigin.INTERNAL, 1_000_000);
        }
        log.append(Batches.transactional(9, 0, "gone"), 0, AppendOrigin.INTERNAL, 1_000_000);
        log.append(Batches.marker(9, ControlRecordType.ABORT), 0, AppendOrigin.INTERNAL, 1_000_000);
        for (var i = 0; i < KEYS; i++) {
            log.append(compactable(i), 0, AppendOrigin.INTERNAL, 1_000_000);
        }
        LogFixture.flush(log);
        var dirtiness = log.dirtiness(0, log.nextOffset(), log.nextOffset(), 1_000_000);
        try (var compaction = log.prepareCompaction(dirtiness)) {
            compaction
                    .work()
                    .run(
                            new CompactionSettings(1 << 20, 1 << 16, 1, 2, 1_000_000),
                            CompactionObserver.NONE,
                            group -> log.swapIn(compaction.finished(group)).run());
        }
        log.close();

        var offsets = new ArrayList<Long>();
        for (var file : files(".log")) {
            var output = dump("--deep-iteration", "--files", file.toString());
            assertThat(output).doesNotContain("isvalid: false").doesNotContain("Found");
            Pattern.compile("\\| offset: (\\d+)")
                    .matcher(output)
                    .results()
                    .forEach(match -> offsets.add(Long.parseLong(match.group(1))));
        }
        assertThat(offsets).isSorted().hasSizeBetween(KEYS, 3 * KEYS);
        for (var file : files("index")) {
            assertThat(dump("--index-sanity-check", "--files", file.toString())).doesNotContain("failed");
        }
        assertThat(files(".txnindex"))
                .hasSize(1)
                .allSatisfy(file -> assertThat(dump("--files", file.toString())).contains("producerId: 9"));
    }

    private static ByteBuf compactable(int i) {
        var builder = new RecordBatchBuilder(Compression.values()[i % Compression.values().length]);
        return builder.append(1_000_000 + i, key(i % KEYS), i % 7 == 0 ? null : new byte[100])
                .append(1_000_000 + i, key((i + 1) % KEYS), new byte[100])
                .build(Batches.ALLOCATOR);
    }

    @Test
    void theFilesOfALogThatIsStillOpenAreInOrderToo() throws IOException {
        var output = dump("--files", files(".log").getLast().toString());

        assertThat(output).doesNotContain("isvalid: false");
        log.close();
    }

    @Test
    void aSliceGoesToAChannelWithoutACopy() throws IOException {
        var data = (FetchResult.FetchData) log.read(700, 5_000, true, Long.MAX_VALUE);
        var records = (FileRecords) data.records();
        var out = new ByteArrayOutputStream();

        var sent = records.channel().transferTo(records.position(), records.sizeInBytes(), Channels.newChannel(out));

        assertThat(sent).isEqualTo(records.sizeInBytes());
        var buffer = Batches.ALLOCATOR.buffer().writeBytes(out.toByteArray());
        assertThat(Batches.records(buffer).getFirst().offset()).isEqualTo(700);
        records.release();
        log.close();
    }

    @Test
    void aCrashedProcessLeavesALogThatRecovers() throws IOException {
        LogFixture.flush(log);
        var recoveryPoint = log.recoveryPoint();
        for (var i = BATCHES; i < BATCHES + 50; i++) {
            log.append(batch(i), 3, AppendOrigin.CLIENT, 1_000_000);
        }
        log.abandon();
        var last = files(".log").getLast();
        try (var channel = Files.newByteChannel(last, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(last) - 1);
        }

        var reopened = open(new LogState(0, recoveryPoint, false));

        assertThat(reopened.nextOffset()).isEqualTo(2L * (BATCHES + 49));
        assertThat(Batches.readAll(reopened)).hasSize(2 * (BATCHES + 49));
        assertThat(reopened.append(batch(BATCHES + 49), 3, AppendOrigin.CLIENT, 1_000_000)
                        .baseOffset())
                .isEqualTo(2L * (BATCHES + 49));
        reopened.close();
        assertThat(open(new LogState(0, 2L * (BATCHES + 50), true)).nextOffset())
                .isEqualTo(2L * (BATCHES + 50));
    }

    @Test
    void anIdleLogCostsNoIndexFiles() throws IOException {
        log.close();
        var idle = folder.resolve("idle-0");
        var config = LogConfig.defaults();
        var empty = PartitionLog.open(
                new SystemDisk(), idle, new TopicPartition("idle", 0), config, LogState.NEW, 0, RecoveryListener.NONE);
        empty.close();

        try (var files = Files.list(idle)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("00000000000000000000.log");
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (var files = Files.list(directory)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList());
        }
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String dump(String... arguments) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            DumpLogSegments.main(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }
}
