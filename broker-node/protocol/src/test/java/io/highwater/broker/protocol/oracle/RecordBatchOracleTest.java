package io.highwater.broker.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.record.BatchConverter;
import io.highwater.broker.protocol.record.BatchRules;
import io.highwater.broker.protocol.record.BatchValidation;
import io.highwater.broker.protocol.record.BatchValidator;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.ControlRecordType;
import io.highwater.broker.protocol.record.Header;
import io.highwater.broker.protocol.record.Record;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.record.RecordBatches;
import io.highwater.broker.protocol.record.TargetCompression;
import io.highwater.broker.protocol.record.TimestampType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Batches that we build are read by Kafka and the other way round, with every codec.
class RecordBatchOracleTest {
    private static final int SEEDS = 20;
    private static final ByteBufAllocator HEAP = UnpooledByteBufAllocator.DEFAULT;

    @ParameterizedTest
    @EnumSource
    void kafkaReadsWhatWeBuild(Compression codec) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var records = records(random, random.nextInt(40) + 1);

            var ours = ourBatch(codec, records);
            var kafkas = kafkaBatch(ByteBuffer.wrap(ByteBufUtil.getBytes(ours)));

            assertThat(kafkas.isValid()).as("seed %d", seed).isTrue();
            assertSameHeader(new RecordBatch(ours, 0), kafkas, seed);
            assertSameRecords(records, kafkas, seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weReadWhatKafkaBuilds(Compression codec) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var records = records(random, random.nextInt(40) + 1);

            var buffer = kafkasBytes(codec, records);
            var batch = RecordBatches.of(buffer).iterator().next();

            assertThat(batch.isValidCrc()).as("seed %d", seed).isTrue();
            assertThat(batch.sizeInBytes()).isEqualTo(buffer.readableBytes());
            assertSameHeader(batch, kafkaBatch(buffer.nioBuffer()), seed);
            assertThat(batch.records()).toIterable().as("seed %d", seed).containsExactlyElementsOf(records);
        }
    }

    @ParameterizedTest
    @EnumSource
    void validatorAcceptsWhatKafkasProducerBuilds(Compression codec) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var buffer = kafkasBytes(codec, records(new Random(seed), 10));
            new RecordBatch(buffer, 0).setBaseOffset(0);

            assertThat(BatchValidator.validate(buffer, BatchRules.NONE))
                    .as("seed %d", seed)
                    .isInstanceOf(BatchValidation.Valid.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"producer,0", "uncompressed,0", "gzip,-1", "gzip,9", "snappy,0", "lz4,9", "lz4,17", "zstd,3", "zstd,-5"
    })
    void kafkaReadsWhatWeConverted(String compressionType, int level) {
        var target = TargetCompression.of(compressionType, level).orElseThrow();
        for (var source : Compression.values()) {
            var records = records(new Random(source.id()), 30);
            var sent = kafkasBytes(source, records);
            new RecordBatch(sent, 0).setBaseOffset(0);
            if (!target.changes(source.id())) {
                continue;
            }

            var converted = convert(sent, target);

            assertThat(converted.compression()).isEqualTo(target.codec());
            converted.setBaseOffset(100);
            var kafkas = kafkaBatch(converted.buffer().nioBuffer());
            assertThat(kafkas.isValid()).isTrue();
            assertSameHeader(converted, kafkas, source.id());
            assertSameRecords(records, kafkas, source.id());
            assertSameProducer(new RecordBatch(sent, 0), converted);
            converted.buffer().release();
        }
    }

    private static RecordBatch convert(ByteBuf sent, TargetCompression target) {
        var outcome = BatchConverter.convert(sent, BatchRules.NONE, target, 1 << 20, HEAP);
        assertThat(outcome).isInstanceOf(BatchValidation.Valid.class);
        return ((BatchValidation.Valid) outcome).batch();
    }

    private static void assertSameProducer(RecordBatch sent, RecordBatch converted) {
        assertThat(converted.producerId()).isEqualTo(sent.producerId());
        assertThat(converted.producerEpoch()).isEqualTo(sent.producerEpoch());
        assertThat(converted.baseSequence()).isEqualTo(sent.baseSequence());
        assertThat(converted.isTransactional()).isEqualTo(sent.isTransactional());
        assertThat(converted.lastOffsetDelta()).isEqualTo(sent.lastOffsetDelta());
    }

    @Test
    void uncompressedBytesAreTheSame() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var records = records(new Random(seed), 10);

            assertThat(ByteBufUtil.getBytes(ourBatch(Compression.NONE, records)))
                    .as("seed %d", seed)
                    .isEqualTo(ByteBufUtil.getBytes(kafkasBytes(Compression.NONE, records)));
        }
    }

    @Test
    void kafkasTransactionMarkersAreControlBatches() {
        var marker = new EndTransactionMarker(org.apache.kafka.common.record.internal.ControlRecordType.COMMIT, 9);
        var records = MemoryRecords.withEndTransactionMarker(70L, 1234L, 3, 44L, (short) 5, marker);

        var batch = new RecordBatch(Unpooled.wrappedBuffer(records.buffer()), 0);
        var record = batch.records().next();

        assertThat(batch.isControl()).isTrue();
        assertThat(batch.isTransactional()).isTrue();
        assertThat(batch.producerId()).isEqualTo(44);
        assertThat(batch.producerEpoch()).isEqualTo((short) 5);
        assertThat(record.offset()).isEqualTo(70);
        assertThat(ControlRecordType.ofKey(key(record))).contains(ControlRecordType.COMMIT);
    }

    @Test
    void kafkaReadsOurTransactionMarkers() {
        var value = Unpooled.buffer().writeShort(0).writeInt(9);
        var ours = new RecordBatchBuilder(Compression.NONE)
                .baseOffset(70)
                .leaderEpoch(3)
                .producer(44, (short) 5, RecordBatch.NO_SEQUENCE)
                .transactional()
                .control()
                .append(1234, ControlRecordType.ABORT.key(), value, List.of())
                .build(HEAP);

        var kafkas = kafkaBatch(ours.nioBuffer());
        var marker = EndTransactionMarker.deserialize(kafkas.iterator().next());

        assertThat(kafkas.isControlBatch()).isTrue();
        assertThat(marker.coordinatorEpoch()).isEqualTo(9);
        assertThat(marker.controlType()).isEqualTo(org.apache.kafka.common.record.internal.ControlRecordType.ABORT);
    }

    @Test
    void settersLeaveTheBatchValidForKafka() {
        var ours = ourBatch(Compression.LZ4, records(new Random(3), 5));
        var batch = new RecordBatch(ours, 0);

        batch.setBaseOffset(4711);
        batch.setLeaderEpoch(12);
        batch.setLogAppendTime(99_000);

        var kafkas = kafkaBatch(ours.nioBuffer());
        assertThat(kafkas.isValid()).isTrue();
        assertThat(kafkas.lastOffset()).isEqualTo(4715);
        assertThat(kafkas.partitionLeaderEpoch()).isEqualTo(12);
        assertThat(kafkas.timestampType()).isEqualTo(org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME);
        assertThat(kafkas).allSatisfy(record -> assertThat(record.timestamp()).isEqualTo(99_000));
        assertThat(batch.records())
                .toIterable()
                .allSatisfy(record -> assertThat(record.timestamp()).isEqualTo(99_000));
    }

    @Test
    void gapsAndDeleteHorizonSurviveCompaction() {
        var ours = new RecordBatchBuilder(Compression.ZSTD)
                .baseOffset(10)
                .deleteHorizon(5_000)
                .append(new Record(12, 1_000, bytes("k"), null, List.of()))
                .append(new Record(17, 900, bytes("l"), bytes("v"), List.of()))
                .lastOffset(20)
                .build(HEAP);

        var kafkas = kafkaBatch(ours.nioBuffer());

        assertThat(kafkas.isValid()).isTrue();
        assertThat(kafkas.lastOffset()).isEqualTo(20);
        assertThat(kafkas.deleteHorizonMs()).hasValue(5_000);
        assertThat(kafkas).extracting(record -> record.offset()).containsExactly(12L, 17L);
        assertThat(kafkas).extracting(record -> record.timestamp()).containsExactly(1_000L, 900L);
        assertThat(new RecordBatch(ours, 0).hasDeleteHorizon()).isTrue();
    }

    private static void assertSameHeader(RecordBatch ours, DefaultRecordBatch kafkas, int seed) {
        assertThat(ours.baseOffset()).as("seed %d", seed).isEqualTo(kafkas.baseOffset());
        assertThat(ours.lastOffset()).isEqualTo(kafkas.lastOffset());
        assertThat(ours.nextOffset()).isEqualTo(kafkas.nextOffset());
        assertThat(ours.sizeInBytes()).isEqualTo(kafkas.sizeInBytes());
        assertThat(ours.partitionLeaderEpoch()).isEqualTo(kafkas.partitionLeaderEpoch());
        assertThat(ours.magic()).isEqualTo(kafkas.magic());
        assertThat(ours.crc()).isEqualTo(kafkas.checksum());
        assertThat(ours.compression().id()).isEqualTo(kafkas.compressionType().id);
        assertThat(ours.baseTimestamp()).isEqualTo(kafkas.baseTimestamp());
        assertThat(ours.maxTimestamp()).isEqualTo(kafkas.maxTimestamp());
        assertThat(ours.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(ours.producerId()).isEqualTo(kafkas.producerId());
        assertThat(ours.producerEpoch()).isEqualTo(kafkas.producerEpoch());
        assertThat(ours.baseSequence()).isEqualTo(kafkas.baseSequence());
        assertThat(ours.lastSequence()).isEqualTo(kafkas.lastSequence());
        assertThat(ours.recordCount()).isEqualTo(kafkas.countOrNull());
        assertThat(ours.isTransactional()).isEqualTo(kafkas.isTransactional());
        assertThat(ours.isControl()).isEqualTo(kafkas.isControlBatch());
    }

    private static void assertSameRecords(List<Record> expected, DefaultRecordBatch kafkas, int seed) {
        var actual = new ArrayList<Record>();
        for (var record : kafkas) {
            var headers = new ArrayList<Header>();
            for (var header : record.headers()) {
                headers.add(new Header(header.key(), wrap(header.value())));
            }
            actual.add(
                    new Record(record.offset(), record.timestamp(), wrap(record.key()), wrap(record.value()), headers));
        }
        assertThat(actual).as("seed %d", seed).isEqualTo(expected);
    }

    /// Offsets from 100 on, all timestamps near each other, nulls and headers here and there.
    private static List<Record> records(Random random, int count) {
        var records = new ArrayList<Record>();
        for (var i = 0; i < count; i++) {
            var headers = new ArrayList<Header>();
            for (var h = random.nextInt(3); h > 0; h--) {
                headers.add(new Header("h" + random.nextInt(5) + "ä", randomBytes(random, 20)));
            }
            records.add(new Record(
                    100 + i,
                    1_700_000_000_000L + random.nextInt(10_000) - 5_000,
                    randomBytes(random, 30),
                    randomBytes(random, 3_000),
                    headers));
        }
        return records;
    }

    private static @Nullable ByteBuf randomBytes(Random random, int maxSize) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        var bytes = new byte[random.nextInt(maxSize)];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(4);
        }
        return Unpooled.wrappedBuffer(bytes);
    }

    private static ByteBuf ourBatch(Compression codec, List<Record> records) {
        var builder = new RecordBatchBuilder(codec)
                .baseOffset(100)
                .leaderEpoch(7)
                .producer(42, (short) 3, Integer.MAX_VALUE - 2)
                .transactional();
        records.forEach(builder::append);
        return builder.build(HEAP);
    }

    private static ByteBuf kafkasBytes(Compression codec, List<Record> records) {
        var builder = MemoryRecords.builder(
                ByteBuffer.allocate(64),
                (byte) 2,
                org.apache.kafka.common.compress.Compression.of(codec.configName())
                        .build(),
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                100L,
                -1L,
                42L,
                (short) 3,
                Integer.MAX_VALUE - 2,
                true,
                7);
        for (var record : records) {
            var headers = record.headers().stream()
                    .map(header -> new RecordHeader(header.key(), array(header.value())))
                    .toArray(RecordHeader[]::new);
            builder.append(record.timestamp(), array(record.key()), array(record.value()), headers);
        }
        return Unpooled.wrappedBuffer(builder.build().buffer());
    }

    private static DefaultRecordBatch kafkaBatch(ByteBuffer bytes) {
        return (DefaultRecordBatch)
                MemoryRecords.readableRecords(bytes).batches().iterator().next();
    }

    private static byte @Nullable [] array(@Nullable ByteBuf bytes) {
        return bytes == null ? null : ByteBufUtil.getBytes(bytes);
    }

    private static @Nullable ByteBuf wrap(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : Unpooled.wrappedBuffer(bytes);
    }

    private static @Nullable ByteBuf wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : Unpooled.wrappedBuffer(bytes);
    }

    private static ByteBuf bytes(String text) {
        return ByteBufUtil.writeUtf8(HEAP, text);
    }

    private static ByteBuf key(Record record) {
        var key = record.key();
        assertThat(key).isNotNull();
        return key;
    }
}
