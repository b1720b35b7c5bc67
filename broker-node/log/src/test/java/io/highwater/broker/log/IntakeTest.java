package io.highwater.broker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.log.Batches.Seen;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.BatchValidation;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.record.RecordError;
import io.highwater.broker.protocol.record.TimestampType;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IntakeTest {
    private final LogFixture fixture = new LogFixture();

    @ParameterizedTest
    @CsvSource({"uncompressed,NONE", "gzip,GZIP", "snappy,SNAPPY", "lz4,LZ4", "zstd,ZSTD"})
    void batchesAreStoredWithTheCodecOfTheTopic(String compressionType, Compression stored) {
        for (var sent : Compression.values()) {
            var log = new LogFixture().with("compression.type", compressionType).open();

            log.append(batch(sent, 1_000, 1_001), 3, AppendOrigin.CLIENT, 1_000);
            var result = log.append(batch(sent, 1_002), 3, AppendOrigin.CLIENT, 1_000);

            assertThat(result.baseOffset()).isEqualTo(2);
            assertThat(first(log).compression()).isEqualTo(stored);
            assertThat(first(log).producerId()).isEqualTo(7);
            assertThat(Batches.readAll(log))
                    .containsExactly(new Seen(0, 1_000, "0"), new Seen(1, 1_001, "1"), new Seen(2, 1_002, "0"));
        }
    }

    @Test
    void batchesInTheCodecOfTheTopicStayAsTheyAre() {
        var log = fixture.with("compression.type", "gzip").open();
        var sent = batch(Compression.GZIP, 1_000);
        var before = sent.copy();

        log.append(sent, 0, AppendOrigin.CLIENT, 1_000);

        var stored = first(log);
        assertThat(stored.crc()).isEqualTo(Batches.first(before).crc());
        assertThat(stored.sizeInBytes()).isEqualTo(before.readableBytes());
    }

    @Test
    void aConvertedBatchTakesTheTimeOfAppending() {
        var log = fixture.with("compression.type", "zstd")
                .with("message.timestamp.type", "LogAppendTime")
                .open();

        var result = log.append(batch(Compression.NONE, 5, 6), 0, AppendOrigin.CLIENT, 2_000);

        assertThat(result.logAppendTimeMs()).isEqualTo(2_000);
        assertThat(first(log).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(Batches.readAll(log)).extracting(Seen::timestamp).containsExactly(2_000L, 2_000L);
    }

    @Test
    void aConvertedBatchThatCameBeforeIsADuplicate() {
        var log = fixture.with("compression.type", "zstd").open();
        log.append(batch(Compression.NONE, 1_000), 0, AppendOrigin.CLIENT, 1_000);

        var again = log.append(batch(Compression.NONE, 1_000), 0, AppendOrigin.CLIENT, 1_000);

        assertThat(again.duplicate()).isTrue();
        assertThat(log.nextOffset()).isEqualTo(1);
    }

    @Test
    void theSizeCountsAsItIsSentAndAsItIsStored() {
        var log = fixture.with("compression.type", "uncompressed")
                .with("max.message.bytes", 1_000)
                .open();
        var small = new RecordBatchBuilder(Compression.GZIP).append(1_000, null, new byte[5_000]);
        var large = new RecordBatchBuilder(Compression.NONE).append(1_000, null, new byte[5_000]);

        assertThat(append(log, small).error()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(append(log, large).error()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(log.nextOffset()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyRecordOutOfTimeIsNamed(Compression codec) {
        var log = fixture.with("message.timestamp.before.max.ms", 1_000)
                .with("message.timestamp.after.max.ms", 10)
                .open();

        var result = log.append(batch(codec, 5_000, 3_999, 4_000, 5_010, 5_011), 0, AppendOrigin.CLIENT, 5_000);

        assertThat(result.error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
        assertThat(result.recordErrors()).extracting(RecordError::index).containsExactly(1, 4);
    }

    @Test
    void compressedGarbageIsCorrupt() {
        var log = fixture.open();

        var result = log.append(Batches.unreadable(1_000, "a", "b"), 0, AppendOrigin.CLIENT, 1_000);

        assertThat(result.error()).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        assertThat(log.nextOffset()).isZero();
    }

    @Test
    void onlyWhatIsCheapIsJudgedAtAGlance() {
        var config = LogConfig.of(fixture.settings);
        var bomb = new RecordBatchBuilder(Compression.ZSTD)
                .append(1_000, null, new byte[2 << 20])
                .build(Batches.ALLOCATOR);
        fixture.with("compression.type", "zstd");

        assertThat(Intake.glance(batch(Compression.LZ4, 1_000), config, 1_000)).isInstanceOf(Intake.Glance.Known.class);
        assertThat(Intake.glance(bomb, config, 1_000)).isInstanceOf(Intake.Glance.Costly.class);
        assertThat(Intake.glance(batch(Compression.LZ4, 1_000), LogConfig.of(fixture.settings), 1_000))
                .isInstanceOf(Intake.Glance.Costly.class);
        assertThat(Intake.admit(bomb, config, 1_000)).isInstanceOf(BatchValidation.Valid.class);
    }

    private static AppendResult append(PartitionLog log, RecordBatchBuilder batch) {
        return log.append(batch.build(Batches.ALLOCATOR), 0, AppendOrigin.CLIENT, 1_000);
    }

    private static ByteBuf batch(Compression codec, long... timestamps) {
        var sequence = timestamps[0] == 1_002 ? 2 : 0;
        var builder = new RecordBatchBuilder(codec).producer(7, (short) 0, sequence);
        for (var i = 0; i < timestamps.length; i++) {
            builder.append(
                    timestamps[i], "key".getBytes(UTF_8), Integer.toString(i).getBytes(UTF_8));
        }
        return builder.build(Batches.ALLOCATOR);
    }

    private static RecordBatch first(PartitionLog log) {
        var data = (FetchResult.FetchData) log.read(0, 1, true, Long.MAX_VALUE);
        return Batches.first(Batches.bytes(data.records()));
    }
}
