package io.highwater.broker.compatibility.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.compatibility.BrokerProcess;
import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A partition's directory moves from an Apache Kafka node to our broker: segments, indexes, producers, epochs.
class ApacheKafkasFilesIT {
    private static final TopicPartition MOVED = new TopicPartition("moved", 0);
    private static final int RECORDS_PER_CODEC = 400;
    private static final int HIGHEST_EPOCH_ASKED_FOR = 8;
    private static final Random RANDOM = new Random(20_261_124);

    @TempDir
    Path directory;

    @Test
    void directoryWrittenByApacheKafkaIsReadWithItsProducersAndEpochs() throws Exception {
        PartitionView there;
        Path source;
        try (var kafka = ApacheKafka.start(ApacheKafkaSettings.in(directory.resolve("apache-kafka"))
                .withFormatArguments("--feature", "eligible.leader.replicas.version=0"))) {
            write(kafka);
            there = PartitionView.of(kafka.bootstrapServers(), MOVED, HIGHEST_EPOCH_ASKED_FOR);
            source = kafka.node(1).data().resolve(MOVED.toString());
        }
        assertThat(segments(source)).as("segments of %s", source).hasSizeGreaterThan(2);

        try (var broker = BrokerProcess.start(Files.createDirectories(directory.resolve("highwater")))) {
            createTopic(broker.bootstrapServers());
            broker.stop();
            move(source, broker.logDirectory().resolve(MOVED.toString()));
            broker.restart();

            PartitionView here = PartitionView.of(broker.bootstrapServers(), MOVED, HIGHEST_EPOCH_ASKED_FOR);
            assertThat(here.records()).isEqualTo(there.records());
            assertThat(here.committed())
                    .isEqualTo(there.committed())
                    .hasSizeLessThan(there.records().size());
            assertThat(here.producers()).isEqualTo(there.producers());
            assertThat(here.epochs()).isEqualTo(there.epochs());
            assertThat(here.offsets()).isEqualTo(there.offsets());
            aBatchThatWasWrittenThereIsADuplicateHere(broker);
        }
    }

    /// The last batch of the directory again, the one that follows it, and one that skips some.
    private void aBatchThatWasWrittenThereIsADuplicateHere(BrokerProcess broker) throws Exception {
        List<DefaultRecordBatch> batches = dataBatches(broker.logDirectory().resolve(MOVED.toString()));
        DefaultRecordBatch last = batches.getLast();
        try (var connection = new RawConnection(broker.bootstrapServers())) {
            Uuid topic = topicId(broker.bootstrapServers());

            PartitionProduceResponse again = produce(connection, topic, sequence(last, last.baseSequence()));
            PartitionProduceResponse gap = produce(connection, topic, sequence(last, last.lastSequence() + 5));
            PartitionProduceResponse next = produce(connection, topic, sequence(last, last.lastSequence() + 1));

            assertThat(Errors.forCode(again.errorCode())).isEqualTo(Errors.NONE);
            assertThat(again.baseOffset()).isEqualTo(last.baseOffset());
            assertThat(Errors.forCode(gap.errorCode())).isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(Errors.forCode(next.errorCode())).isEqualTo(Errors.NONE);
            assertThat(next.baseOffset()).isEqualTo(last.lastOffset() + 1);
        }
    }

    /// Every codec by a producer of its own, in several leader epochs, and transactions that end either way.
    private static void write(ApacheKafka kafka) throws Exception {
        createTopic(kafka.bootstrapServers());
        for (String codec : List.of("none", "gzip", "snappy")) {
            send(kafka.bootstrapServers(), codec);
        }
        kafka.node(1).stop();
        kafka.node(1).start();
        try (var producer = producer(kafka.bootstrapServers(), Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t"))) {
            producer.initTransactions();
            for (int i = 0; i < 6; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(MOVED.topic(), 0, key(i), value()));
                if (i % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
        kafka.node(1).kill();
        kafka.node(1).start();
        for (String codec : List.of("lz4", "zstd")) {
            send(kafka.bootstrapServers(), codec);
        }
    }

    private static void send(String address, String codec) throws ExecutionException, InterruptedException {
        try (var producer = producer(address, Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec))) {
            for (int i = 0; i < RECORDS_PER_CODEC; i++) {
                var sent = producer.send(new ProducerRecord<>(MOVED.topic(), 0, key(i), value()));
                if (i % 100 == 99) {
                    sent.get();
                }
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String address, Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] key(int i) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
    }

    private static byte[] value() {
        var value = new byte[1500];
        RANDOM.nextBytes(value);
        return value;
    }

    private static void createTopic(String address) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(MOVED.topic(), 1, (short) 1)
                            .configs(Map.of("segment.bytes", "1048576", "index.interval.bytes", "1024"))))
                    .all()
                    .get();
        }
    }

    private static Uuid topicId(String address) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return admin.describeTopics(List.of(MOVED.topic()))
                    .allTopicNames()
                    .get()
                    .get(MOVED.topic())
                    .topicId();
        }
    }

    /// Everything but the id of the topic, which belongs to the cluster.
    private static void move(Path source, Path target) throws IOException {
        for (Path file : files(target)) {
            if (!file.endsWith("partition.metadata")) {
                Files.delete(file);
            }
        }
        for (Path file : files(source)) {
            if (!file.endsWith("partition.metadata")) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> segments(Path folder) throws IOException {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .sorted()
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<DefaultRecordBatch> dataBatches(Path folder) throws IOException {
        var batches = new ArrayList<DefaultRecordBatch>();
        for (Path segment : segments(folder)) {
            try (var records = FileRecords.open(segment.toFile(), false)) {
                var bytes = ByteBuffer.allocate(records.sizeInBytes());
                records.readInto(bytes, 0);
                for (RecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
                    if (!batch.isControlBatch()) {
                        batches.add((DefaultRecordBatch) batch);
                    }
                }
            }
        }
        return batches;
    }

    /// The same batch as its producer would send it with another sequence number.
    private static MemoryRecords sequence(DefaultRecordBatch batch, int baseSequence) {
        var builder = MemoryRecords.builder(
                ByteBuffer.allocate(batch.sizeInBytes() * 2 + 1024),
                RecordBatch.MAGIC_VALUE_V2,
                Compression.NONE,
                batch.timestampType(),
                0L,
                0L,
                batch.producerId(),
                batch.producerEpoch(),
                baseSequence,
                false,
                RecordBatch.NO_PARTITION_LEADER_EPOCH);
        batch.forEach(found -> builder.append(found.timestamp(), found.key(), found.value(), found.headers()));
        return builder.build();
    }

    private static PartitionProduceResponse produce(RawConnection connection, Uuid topic, MemoryRecords records)
            throws IOException {
        var data = new ProduceRequestData()
                .setAcks((short) -1)
                .setTimeoutMs(10_000)
                .setTopicData(new TopicProduceDataCollection(List.of(new TopicProduceData()
                                .setTopicId(topic)
                                .setPartitionData(List.of(new PartitionProduceData()
                                        .setIndex(MOVED.partition())
                                        .setRecords(records))))
                        .iterator()));
        ProduceResponse response = connection.ask(new ProduceRequest(data, ApiKeys.PRODUCE.latestVersion()));
        return response.data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst();
    }
}
