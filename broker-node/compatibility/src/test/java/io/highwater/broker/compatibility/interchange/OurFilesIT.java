package io.highwater.broker.compatibility.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.compatibility.BrokerProcess;
import io.highwater.broker.compatibility.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Apache Kafka's dump-log reads every file of our partitions and finds nothing wrong in any of them.
class OurFilesIT {
    private static final String DUMP = "org.apache.kafka.tools.DumpLogSegments";
    private static final Random RANDOM = new Random(20_261_124);
    private static final int RECORDS = 500;
    private static final int KEYS = 40;

    @TempDir
    Path directory;

    @Test
    void dumpLogFindsNothingWrongInWhatCodecsCrashesAndStopsLeave() throws Exception {
        Path data;
        try (var broker = BrokerProcess.start(directory)) {
            data = broker.logDirectory();
            createTopics(broker.bootstrapServers());
            for (String codec : List.of("none", "gzip", "snappy")) {
                write(broker.bootstrapServers(), codec);
            }
            broker.kill();
            broker.restart();
            for (String codec : List.of("lz4", "zstd")) {
                write(broker.bootstrapServers(), codec);
            }
        }

        List<Path> logs = files(data, ".log");
        List<Path> indexes = files(data, ".index", ".timeindex");
        assertThat(logs).hasSizeGreaterThan(4);
        assertThat(indexes).hasSizeGreaterThan(4);
        assertThat(files(data, ".snapshot")).isNotEmpty();
        assertThat(dump(logs, "--deep-iteration")).contains("isvalid: true").doesNotContain("isvalid: false");
        assertThat(dump(indexes, "--index-sanity-check")).contains("passed sanity check");
        assertThat(dump(indexes, "--verify-index-only")).doesNotContain("offset: ");
        assertThat(dump(files(data, ".snapshot", ".txnindex"))).contains("producerId: ");
    }

    /// What it prints about these files, which is no complaint.
    private static String dump(List<Path> files, String... options) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(options));
        arguments.add("--files");
        arguments.add(String.join(",", files.stream().map(Path::toString).toList()));
        String printed = Command.kafka(DUMP, arguments.toArray(String[]::new))
                .succeeded()
                .output();
        assertThat(printed).doesNotContain("Mismatch", "Found ", "Indexed offset", "Index timestamp", "Exception");
        return printed;
    }

    private static void createTopics(String address) throws ExecutionException, InterruptedException {
        Map<String, String> small = Map.of("segment.bytes", "1048576", "index.interval.bytes", "1024");
        Map<String, String> compacted =
                Map.of("segment.bytes", "1048576", "cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01");
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(
                            new NewTopic("plain", 1, (short) 1).configs(small),
                            new NewTopic("compacted", 1, (short) 1).configs(compacted)))
                    .all()
                    .get();
        }
    }

    private static void write(String address, String codec) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, codec);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                for (String topic : List.of("plain", "compacted")) {
                    byte[] key =
                            ByteBuffer.allocate(Integer.BYTES).putInt(i % KEYS).array();
                    var sent = producer.send(new ProducerRecord<>(topic, 0, key, value()));
                    if (i % 100 == 99) {
                        sent.get();
                    }
                }
            }
        }
    }

    private static byte[] value() {
        var value = new byte[1500];
        RANDOM.nextBytes(value);
        return value;
    }

    /// Files of the partitions, not those of the cluster's metadata.
    private static List<Path> files(Path data, String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> Stream.of("plain-0", "compacted-0")
                            .anyMatch(folder -> file.getParent().endsWith(folder)))
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(OurFilesIT::isNotEmpty)
                    .sorted()
                    .toList();
        }
    }

    /// An index without entries is an empty file, which dump-log will not map.
    private static boolean isNotEmpty(Path file) {
        return file.toFile().length() > 0;
    }
}
