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
    private static final BatchRules KEYS = new BatchRules(true, false, Long.MIN_VALUE, Long.MAX_VALUE);
    private static final BatchRules INSPECT = new BatchRules(false, true, Long.MIN_VALUE, Long.MAX_VALUE);

    @ParameterizedTest
    @EnumSource
    void wellFormedBatchIsValid(Compression codec) {
        var batch = batch(codec, 3);

        assertThat(BatchValidator.validate(batch, INSPECT))
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
                .satisfies(invalid -> assertThat(invalid.recordIndex()).isEqualTo(1));
    }

    @Test
    void timestampsMustBeInRange() {
        var batch = batch(Compression.NONE, 2);

        assertInvalid(batch, new BatchRules(false, false, 1_001, Long.MAX_VALUE), ErrorCode.INVALID_TIMESTAMP);
        assertInvalid(batch, new BatchRules(false, false, Long.MIN_VALUE, 1_000), ErrorCode.INVALID_TIMESTAMP);
        assertInvalid(
                batch(Compression.LZ4, 2),
                new BatchRules(false, false, Long.MIN_VALUE, 1_000),
                ErrorCode.INVALID_TIMESTAMP);
    }

    @Test
    void wrongMaximumTimestampIsCorrected() {
        var batch = changed(buffer -> buffer.setLong(RecordBatch.MAX_TIMESTAMP, 5));

        var validation = BatchValidator.validate(batch, BatchRules.NONE);

        assertThat(validation).isInstanceOf(Valid.class);
        assertThat(new RecordBatch(batch, 0).maxTimestamp()).isEqualTo(1_001);
        assertThat(new RecordBatch(batch, 0).isValidCrc()).isTrue();
    }

    /// Damage with a correct checksum, as a client with a bug would send: an answer comes always, never an exception,
    /// and what is called valid can be read.
    @ParameterizedTest
    @EnumSource
    void damageBeneathAValidChecksumIsAnswered(Compression codec) {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var batch = batch(codec, 4);
            var position = random.nextInt(RecordBatch.HEADER_SIZE, batch.readableBytes());
            batch.setByte(position, random.nextInt());
            sign(batch);

            var validation = BatchValidator.validate(batch, INSPECT);

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
