package io.highwater.broker.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.BatchValidation.Invalid;
import io.highwater.broker.protocol.record.BatchValidation.Valid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchValidatorTest {
    private static final BatchRules KEYS = new BatchRules(true, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 20);

    @ParameterizedTest
    @EnumSource
    void wellFormedBatchIsValid(Compression codec) {
        var batch = batch(codec, 3);

        assertThat(BatchValidator.validate(batch, BatchRules.NONE))
                .asInstanceOf(type(Valid.class))
                .satisfies(valid -> assertThat(valid.batch().recordCount()).isEqualTo(3));
    }

    @Test
    void batchIsFoundAtTheReaderIndex() {
        var shifted = Unpooled.buffer().writeLong(1).writeBytes(batch(Compression.NONE, 2));
        shifted.skipBytes(Long.BYTES);

        assertThat(BatchValidator.validate(shifted, BatchRules.NONE)).isInstanceOf(Valid.class);
        assertThat(shifted.readerIndex()).isEqualTo(Long.BYTES);
    }

    @Test
    void batchInSeveralPiecesIsValid() {
        var batch = batch(Compression.NONE, 2);
        var pieces = Unpooled.wrappedBuffer(batch.copy(0, 70), batch.copy(70, batch.readableBytes() - 70));

        assertThat(BatchValidator.validate(pieces, BatchRules.NONE)).isInstanceOf(Valid.class);
    }

    @Test
    void nothingAtAllIsInvalid() {
        assertInvalid(Unpooled.EMPTY_BUFFER, BatchRules.NONE, ErrorCode.INVALID_RECORD);
    }

    @Test
    void twoBatchesAreInvalid() {
        var two = Unpooled.wrappedBuffer(batch(Compression.NONE, 1), batch(Compression.NONE, 1));

        assertInvalid(two, BatchRules.NONE, ErrorCode.INVALID_RECORD);
    }

    @Test
    void everyTruncationIsInvalid() {
        var whole = batch(Compression.NONE, 3);
        for (var size = 0; size < whole.readableBytes(); size++) {
            assertThat(BatchValidator.validate(whole.slice(0, size), BatchRules.NONE))
                    .as("%d bytes", size)
                    .isInstanceOf(Invalid.class);
        }
    }

    @Test
    void everyFlippedBitBehindTheChecksumIsCorrupt() {
        var batch = batch(Compression.GZIP, 2);
        for (var bit = 8 * RecordBatch.CRC; bit < 8 * batch.readableBytes(); bit++) {
            var damaged = batch.copy();
            damaged.setByte(bit / 8, damaged.getByte(bit / 8) ^ (1 << (bit % 8)));

            assertInvalid(damaged, BatchRules.NONE, ErrorCode.CORRUPT_MESSAGE);
        }
    }

    @Test
    void oldFormatIsInvalid() {
        assertInvalid(changed(batch -> batch.setByte(RecordBatch.MAGIC_BYTE, 1)), ErrorCode.INVALID_RECORD);
    }

    @Test
    void unknownCodecIsUnsupported() {
        assertInvalid(
                changed(batch -> batch.setShort(RecordBatch.ATTRIBUTES, 7)), ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    }

    @Test
    void clientsMayNotWriteControlBatches() {
        assertInvalid(
                changed(batch -> batch.setShort(RecordBatch.ATTRIBUTES, RecordBatch.CONTROL_BIT)),
                ErrorCode.INVALID_RECORD);
    }

    @Test
    void clientsMayNotSetTheAppendTime() {
        assertInvalid(
                changed(batch -> batch.setShort(RecordBatch.ATTRIBUTES, RecordBatch.LOG_APPEND_TIME_BIT)),
                ErrorCode.INVALID_TIMESTAMP);
    }

    @Test
    void countMustFitTheLastOffset() {
        assertInvalid(changed(batch -> batch.setInt(RecordBatch.LAST_OFFSET_DELTA, 9)), ErrorCode.INVALID_RECORD);
        assertInvalid(changed(batch -> batch.setInt(RecordBatch.RECORD_COUNT, 0)), ErrorCode.INVALID_RECORD);
    }

    @Test
    void countMustFitTheRecords() {
        assertInvalid(changed(batch -> announce(batch, 1)), ErrorCode.INVALID_RECORD);
        assertInvalid(changed(batch -> announce(batch, 3)), ErrorCode.INVALID_RECORD);
    }

    @Test
    void producerNeedsASequence() {
        var batch = new RecordBatchBuilder(Compression.NONE)
                .producer(5, (short) 0, RecordBatch.NO_SEQUENCE)
                .append(1, null, value("v"))
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertInvalid(batch, BatchRules.NONE, ErrorCode.INVALID_RECORD);
    }

    @Test
    void transactionNeedsAProducer() {
        var batch = new RecordBatchBuilder(Compression.NONE)
                .transactional()
                .append(1, null, value("v"))
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertInvalid(batch, BatchRules.NONE, ErrorCode.INVALID_RECORD);
    }

    @Test
    void gapsBetweenOffsetsAreInvalid() {
        var batch = new RecordBatchBuilder(Compression.NONE)
                .append(new Record(1, 1, null, null, List.of()))
                .lastOffset(0)
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertInvalid(batch, BatchRules.NONE, ErrorCode.INVALID_RECORD);
    }

    @ParameterizedTest
    @EnumSource
    void compactedTopicsNeedKeys(Compression codec) {
        var batch = new RecordBatchBuilder(codec)
                .append(1, value("k"), value("v"))
                .append(1, null, value("v"))
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertThat(BatchValidator.validate(batch, BatchRules.NONE)).isInstanceOf(Valid.class);
        assertThat(BatchValidator.validate(batch, KEYS))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.error()).isEqualTo(ErrorCode.INVALID_RECORD))
                .satisfies(invalid -> assertThat(invalid.records())
                        .extracting(RecordError::index)
                        .containsExactly(1));
    }

    @Test
    void timestampsMustBeInRange() {
        var batch = batch(Compression.NONE, 2);

        assertInvalid(batch, new BatchRules(false, 1_001, Long.MAX_VALUE, 1 << 20), ErrorCode.INVALID_TIMESTAMP);
        assertInvalid(batch, new BatchRules(false, Long.MIN_VALUE, 1_000, 1 << 20), ErrorCode.INVALID_TIMESTAMP);
        assertInvalid(
                batch(Compression.LZ4, 2),
                new BatchRules(false, Long.MIN_VALUE, 1_000, 1 << 20),
                ErrorCode.INVALID_TIMESTAMP);
    }

    @ParameterizedTest
    @EnumSource
    void everyRecordOutOfTimeIsNamed(Compression codec) {
        var builder = new RecordBatchBuilder(codec);
        for (var timestamp : List.of(5_000L, 1L, 5_000L, 9_999_999L, RecordBatch.NO_TIMESTAMP)) {
            builder.append(timestamp, value("k"), value("v"));
        }

        var validation = BatchValidator.validate(
                builder.build(UnpooledByteBufAllocator.DEFAULT), new BatchRules(false, 4_000, 6_000, 1 << 20));

        assertThat(validation)
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP))
                .satisfies(invalid -> assertThat(invalid.records())
                        .extracting(RecordError::index)
                        .containsExactly(1, 3));
    }

    @Test
    void namesOfRefusedRecordsAreBounded() {
        var builder = new RecordBatchBuilder(Compression.ZSTD);
        for (var i = 0; i < 20_000; i++) {
            builder.append(1_000, null, value("v"));
        }

        assertThat(BatchValidator.validate(builder.build(UnpooledByteBufAllocator.DEFAULT), KEYS))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.message()).startsWith("20000 records"))
                .satisfies(invalid -> assertThat(invalid.records()).hasSize(10_000));
    }

    @Test
    void offsetsBeginAtZero() {
        assertInvalid(changed(batch -> batch.setLong(RecordBatch.BASE_OFFSET, 7)), ErrorCode.INVALID_RECORD);
    }

    /// A record larger than the window through which compressed records pass, between two small ones.
    @ParameterizedTest
    @EnumSource
    void largeRecordsAreWalkedPieceByPiece(Compression codec) {
        var random = new byte[300_000];
        new Random(1).nextBytes(random);
        var batch = new RecordBatchBuilder(codec)
                .append(1_000, value("k"), value("v"))
                .append(1_000, value("k"), random)
                .append(1_000, value("k"), value("v"))
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertThat(BatchValidator.validate(batch, KEYS)).isInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void bombsAreNotDecompressedToTheEnd(Compression codec) {
        var batch = new RecordBatchBuilder(codec)
                .append(1_000, value("k"), new byte[8 << 20])
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertThat(BatchValidator.validate(batch, KEYS)).isEqualTo(new BatchValidation.TooLarge(1 << 20));
        assertThat(BatchConverter.convert(
                        batch, KEYS, TargetCompression.of(Compression.NONE), 1 << 20, UnpooledByteBufAllocator.DEFAULT))
                .isEqualTo(new BatchValidation.TooLarge(1 << 20));
    }

    @Test
    void whatIsTooLargeInTheTopicsCodecIsRefused() {
        var batch = new RecordBatchBuilder(Compression.GZIP)
                .append(1_000, value("k"), new byte[100_000])
                .build(UnpooledByteBufAllocator.DEFAULT);
        var target = TargetCompression.of(Compression.NONE);

        assertThat(BatchConverter.convert(batch, KEYS, target, 99_000, UnpooledByteBufAllocator.DEFAULT))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.error()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
        assertThat(BatchConverter.convert(batch, KEYS, target, 101_000, UnpooledByteBufAllocator.DEFAULT))
                .isInstanceOf(Valid.class);
    }

    /// As [#damageBeneathAValidChecksumIsAnswered] on the way into another codec.
    @ParameterizedTest
    @EnumSource
    void damageIsAnsweredWhenConverting(Compression codec) {
        var target = TargetCompression.of(codec == Compression.LZ4 ? Compression.NONE : Compression.LZ4);
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var batch = batch(codec, 4);
            batch.setByte(random.nextInt(RecordBatch.HEADER_SIZE, batch.readableBytes()), random.nextInt());
            sign(batch);

            var validation =
                    BatchConverter.convert(batch, BatchRules.NONE, target, 1 << 20, UnpooledByteBufAllocator.DEFAULT);

            if (validation instanceof Valid(var valid)) {
                assertThat(valid.records()).toIterable().as("seed %d", seed).hasSize(4);
            }
        }
    }

    @Test
    void wrongMaximumTimestampIsCorrected() {
        var batch = changed(buffer -> buffer.setLong(RecordBatch.MAX_TIMESTAMP, 5));

        var validation = BatchValidator.validate(batch, BatchRules.NONE);

        assertThat(validation).isInstanceOf(Valid.class);
        assertThat(new RecordBatch(batch, 0).maxTimestamp()).isEqualTo(1_001);
        assertThat(new RecordBatch(batch, 0).isValidCrc()).isTrue();
    }

    /// Damage with a correct checksum, as a client with a bug would send: an answer comes always, never an
    /// exception, and what is called valid can be read.
    @ParameterizedTest
    @EnumSource
    void damageBeneathAValidChecksumIsAnswered(Compression codec) {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var batch = batch(codec, 4);
            var position = random.nextInt(RecordBatch.HEADER_SIZE, batch.readableBytes());
            batch.setByte(position, random.nextInt());
            sign(batch);

            var validation = BatchValidator.validate(batch, BatchRules.NONE);

            if (validation instanceof Valid(var valid)) {
                assertThat(valid.records()).toIterable().as("seed %d", seed).hasSize(4);
            }
        }
    }

    private static void assertInvalid(ByteBuf batch, ErrorCode error) {
        assertInvalid(batch, BatchRules.NONE, error);
    }

    private static void assertInvalid(ByteBuf batch, BatchRules rules, ErrorCode error) {
        assertThat(BatchValidator.validate(batch, rules))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.error()).isEqualTo(error))
                .satisfies(invalid -> assertThat(invalid.message()).isNotBlank());
    }

    /// A batch of two records with something changed and the checksum made right again.
    private static ByteBuf changed(Consumer<ByteBuf> change) {
        var batch = batch(Compression.NONE, 2);
        change.accept(batch);
        sign(batch);
        return batch;
    }

    private static void announce(ByteBuf batch, int count) {
        batch.setInt(RecordBatch.RECORD_COUNT, count);
        batch.setInt(RecordBatch.LAST_OFFSET_DELTA, count - 1);
    }

    private static void sign(ByteBuf batch) {
        var size = batch.readableBytes() - RecordBatch.ATTRIBUTES;
        batch.setInt(RecordBatch.CRC, (int) Crc32C.compute(batch, RecordBatch.ATTRIBUTES, size));
    }

    /// Records with timestamps from 1000 on.
    private static ByteBuf batch(Compression codec, int count) {
        var builder = new RecordBatchBuilder(codec);
        for (var i = 0; i < count; i++) {
            var headers = List.of(new Header("a", Unpooled.wrappedBuffer(value("b"))), new Header("c", null));
            builder.append(
                    1_000 + i,
                    Unpooled.wrappedBuffer(value("key-" + i)),
                    Unpooled.wrappedBuffer(value("value-" + "x".repeat(200))),
                    headers);
        }
        return builder.build(UnpooledByteBufAllocator.DEFAULT);
    }

    private static byte[] value(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
