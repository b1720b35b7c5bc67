package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Apache Kafka's command-line tools, each as a process of its own.
class KafkaToolsIT {
    private static final String TOPICS = "org.apache.kafka.tools.TopicCommand";
    private static final String CONFIGS = "kafka.admin.ConfigCommand";
    private static final String PRODUCER = "org.apache.kafka.tools.ConsoleProducer";
    private static final String CONSUMER = "org.apache.kafka.tools.consumer.ConsoleConsumer";
    private static final String GROUPS = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    private static final String OFFSETS = "org.apache.kafka.tools.GetOffsetShell";
    private static final String DUMP = "org.apache.kafka.tools.DumpLogSegments";

    @TempDir
    static Path directory;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start(directory);
    }

    @AfterAll
    static void stopBroker() throws InterruptedException {
        broker.close();
    }

    @Test
    void topicsAreCreatedListedDescribedExtendedAndDeleted() throws IOException, InterruptedException {
        kafka(TOPICS, "--create", "--topic", "tools", "--partitions", "2", "--config", "retention.ms=60000")
                .succeeded();

        assertThat(kafka(TOPICS, "--list").succeeded().lines()).contains("tools");
        assertThat(kafka(TOPICS, "--describe", "--topic", "tools").succeeded().output())
                .contains("PartitionCount: 2", "ReplicationFactor: 1", "retention.ms=60000")
                .containsPattern("Partition: 1\\s+Leader: \\d+\\s+Replicas: \\d+\\s+Isr: \\d+");

        kafka(TOPICS, "--alter", "--topic", "tools", "--partitions", "4").succeeded();
        assertThat(kafka(TOPICS, "--describe", "--topic", "tools").succeeded().output())
                .contains("PartitionCount: 4");
        Command fewer = kafka(TOPICS, "--alter", "--topic", "tools", "--partitions", "3");
        assertThat(fewer.exitCode()).isNotZero();
        assertThat(fewer.output()).contains("Partitions can only be added");

        Command again = kafka(TOPICS, "--create", "--topic", "tools");
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.output()).contains("Topic 'tools' already exists");
        Command invalid = kafka(TOPICS, "--create", "--topic", "no/such");
        assertThat(invalid.exitCode()).isNotZero();
        assertThat(invalid.output())
                .contains("Error while executing topic command")
                .contains("no/such");

        kafka(TOPICS, "--delete", "--topic", "tools").succeeded();
        assertThat(kafka(TOPICS, "--list").succeeded().lines()).doesNotContain("tools");
    }

    @Test
    void consoleProducerAndConsumerCarryKeysHeadersAndEveryCodec() throws IOException, InterruptedException {
        kafka(TOPICS, "--create", "--topic", "console").succeeded();
        for (String codec : new String[] {"none", "gzip", "snappy", "lz4", "zstd"}) {
            Command.kafkaWithInput(
                            "codec:%s\tkey-%s\tvalue-%s\n".formatted(codec, codec, codec),
                            PRODUCER,
                            "--bootstrap-server",
                            broker.bootstrapServers(),
                            "--topic",
                            "console",
                            "--compression-codec",
                            codec,
                            "--property",
                            "parse.key=true",
                            "--property",
                            "parse.headers=true")
                    .succeeded();
        }

        Command consumed = kafka(
                        CONSUMER,
                        "--topic",
                        "console",
                        "--from-beginning",
                        "--max-messages",
                        "5",
                        "--timeout-ms",
                        "20000",
                        "--property",
                        "print.key=true",
                        "--property",
                        "print.headers=true")
                .succeeded();

        assertThat(consumed.lines())
                .contains(
                        "codec:none\tkey-none\tvalue-none",
                        "codec:gzip\tkey-gzip\tvalue-gzip",
                        "codec:snappy\tkey-snappy\tvalue-snappy",
                        "codec:lz4\tkey-lz4\tvalue-lz4",
                        "codec:zstd\tkey-zstd\tvalue-zstd");
    }

    @Test
    void groupsAreListedDescribedResetAndDeleted() throws IOException, InterruptedException {
        produce("groups", 10);
        kafka(CONSUMER, "--topic", "groups", "--group", "readers", "--from-beginning", "--max-messages", "10")
                .succeeded();

        assertThat(kafka(GROUPS, "--list").succeeded().lines()).contains("readers");
        assertThat(kafka(GROUPS, "--describe", "--group", "readers").succeeded().output())
                .containsPattern("readers\\s+groups\\s+0\\s+10\\s+10\\s+0");
        assertThat(kafka(GROUPS, "--describe", "--group", "readers", "--state").output())
                .contains("Empty");

        kafka(GROUPS, "--group", "readers", "--topic", "groups", "--reset-offsets", "--shift-by", "-4", "--execute")
                .succeeded();
        assertThat(kafka(GROUPS, "--describe", "--group", "readers").output())
                .containsPattern("readers\\s+groups\\s+0\\s+6\\s+10\\s+4");
        kafka(GROUPS, "--group", "readers", "--topic", "groups", "--delete-offsets")
                .succeeded();
        kafka(GROUPS, "--delete", "--group", "readers").succeeded();
        assertThat(kafka(GROUPS, "--list").succeeded().lines()).doesNotContain("readers");
        assertThat(kafka(GROUPS, "--describe", "--group", "nobody").output()).contains("GroupIdNotFoundException");
    }

    @Test
    void configsAreDescribedAlteredAndRefused() throws IOException, InterruptedException {
        kafka(TOPICS, "--create", "--topic", "configured").succeeded();
        String[] topic = {"--entity-type", "topics", "--entity-name", "configured"};

        assertThat(kafka(CONFIGS, with(topic, "--describe", "--all"))
                        .succeeded()
                        .output())
                .contains(
                        "cleanup.policy=delete",
                        "segment.bytes=1073741824",
                        "retention.ms=604800000",
                        "min.insync.replicas=1",
                        "compression.type=producer",
                        "DEFAULT_CONFIG");
        kafka(CONFIGS, with(topic, "--alter", "--add-config", "retention.ms=1000,max.message.bytes=2000"))
                .succeeded();
        assertThat(kafka(CONFIGS, with(topic, "--describe")).succeeded().output())
                .contains("retention.ms=1000", "max.message.bytes=2000", "DYNAMIC_TOPIC_CONFIG");
        kafka(CONFIGS, with(topic, "--alter", "--delete-config", "retention.ms"))
                .succeeded();
        assertThat(kafka(CONFIGS, with(topic, "--describe")).output()).doesNotContain("retention.ms=1000");
        assertThat(kafka(CONFIGS, with(topic, "--alter", "--add-config", "retention.ms=soon"))
                        .output())
                .contains("InvalidConfigurationException")
                .contains("retention.ms");
        assertThat(kafka(CONFIGS, with(topic, "--alter", "--add-config", "no.such=1"))
                        .output())
                .contains("InvalidConfigurationException")
                .contains("no.such");
        assertThat(kafka(CONFIGS, "--entity-type", "brokers", "--entity-default", "--describe")
                        .succeeded()
                        .output())
                .contains("Default configs for brokers in the cluster");
        assertThat(kafka(CONFIGS, "--entity-type", "brokers", "--entity-name", "1", "--describe", "--all")
                        .output())
                .contains("log.dirs=");
    }

    @Test
    void offsetsAreFoundByEveryTimestampAskedFor() throws IOException, InterruptedException {
        produce("offsets", 7);

        assertThat(kafka(OFFSETS, "--topic", "offsets", "--time", "latest").lines())
                .contains("offsets:0:7");
        assertThat(kafka(OFFSETS, "--topic", "offsets", "--time", "earliest").lines())
                .contains("offsets:0:0");
        assertThat(kafka(OFFSETS, "--topic", "offsets", "--time", "max-timestamp")
                        .output())
                .containsPattern("offsets:0:\\d");
        assertThat(kafka(OFFSETS, "--topic", "offsets", "--time", "0").lines()).contains("offsets:0:0");
        assertThat(kafka(OFFSETS, "--topic", "offsets", "--time", "4102444800000")
                        .succeeded()
                        .output())
                .doesNotContainPattern("offsets:0:\\d");
    }

    @Test
    void dumpLogReadsSegmentsIndexesAndInternalTopics() throws IOException, InterruptedException {
        produce("dumped", 50);
        kafka(CONSUMER, "--topic", "dumped", "--group", "dumpers", "--from-beginning", "--max-messages", "50")
                .succeeded();
        Path partition = broker.logDirectory().resolve("dumped-0");

        String segment = Command.kafka(
                        DUMP,
                        "--deep-iteration",
                        "--print-data-log",
                        "--files",
                        partition.resolve("00000000000000000000.log").toString())
                .succeeded()
                .output();

        assertThat(segment).contains("baseOffset: 0", "isvalid: true", "payload: value-49");
        assertThat(segment).doesNotContain("isvalid: false");
        for (String index : new String[] {"00000000000000000000.index", "00000000000000000000.timeindex"}) {
            if (Files.exists(partition.resolve(index))) {
                assertThat(Command.kafka(
                                        DUMP,
                                        "--files",
                                        partition.resolve(index).toString())
                                .succeeded()
                                .output())
                        .doesNotContain("Mismatches", "Out of order", "Found");
            }
        }
        assertThat(offsetsLogs())
                .anySatisfy(log -> assertThat(log).contains("dumpers").contains("dumped"));
    }

    /// Every partition of `__consumer_offsets` with content, decoded by Kafka's own decoder.
    private static List<String> offsetsLogs() throws IOException, InterruptedException {
        var dumps = new ArrayList<String>();
        try (var folders = Files.list(broker.logDirectory())) {
            for (Path folder : folders.filter(f -> f.getFileName().toString().startsWith("__consumer_offsets-"))
                    .toList()) {
                Path log = folder.resolve("00000000000000000000.log");
                if (Files.exists(log) && Files.size(log) > 0) {
                    dumps.add(Command.kafka(DUMP, "--offsets-decoder", "--files", log.toString())
                            .succeeded()
                            .output());
                }
            }
        }
        return dumps;
    }

    private static void produce(String topic, int count) throws IOException, InterruptedException {
        kafka(TOPICS, "--create", "--topic", topic).succeeded();
        String lines =
                IntStream.range(0, count).mapToObj(i -> "value-" + i + "\n").collect(Collectors.joining());
        Command.kafkaWithInput(lines, PRODUCER, "--bootstrap-server", broker.bootstrapServers(), "--topic", topic)
                .succeeded();
    }

    private static Command kafka(String tool, String... arguments) throws IOException, InterruptedException {
        return Command.kafka(tool, with(arguments, "--bootstrap-server", broker.bootstrapServers()));
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }
}
