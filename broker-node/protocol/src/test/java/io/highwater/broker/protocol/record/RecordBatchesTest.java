package io.highwater.broker.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RecordBatchesTest {
    @Test
    void batchesComeInOrder() {
        var buffer = Unpooled.wrappedBuffer(batch(0), batch(2), batch(4));

        assertThat(RecordBatches.of(buffer)).extracting(RecordBatch::baseOffset).containsExactly(0L, 2L, 4L);
        assertThat(RecordBatches.of(buffer).validBytes()).isEqualTo(buffer.readableBytes());
    }

    @Test
    void batchThatIsCutOffIsLeftOut() {
        var whole = batch(0);
        var size = whole.readableBytes();
        var both = Unpooled.wrappedBuffer(whole, batch(2));
        for (var cut = size; cut < both.readableBytes(); cut++) {
            var buffer = both.slice(0, cut);

            assertThat(RecordBatches.of(buffer)).as("%d bytes", cut).hasSize(1);
            assertThat(RecordBatches.of(buffer).validBytes()).isEqualTo(size);
        }
    }

    @Test
    void lengthBelowAHeaderIsMalformed() {
        var buffer = batch(0).setInt(RecordBatch.LENGTH, 48);

        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RecordBatches.of(buffer).iterator().hasNext())
                .withMessageContaining("length 48");
    }

    @Test
    void checksumIsTheSameInPiecesAndDirectMemory() {
        var batch = batch(0);
        var pieces = Unpooled.wrappedBuffer(batch.copy(0, 30), batch.copy(30, batch.readableBytes() - 30));
        var direct = Unpooled.directBuffer().writeBytes(batch.duplicate());

        assertThat(new RecordBatch(pieces, 0).isValidCrc()).isTrue();
        assertThat(new RecordBatch(direct, 0).isValidCrc()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void bombsAreRefused(Compression codec) {
        var zeros = Unpooled.wrappedBuffer(new byte[8 * 1024 * 1024]);
        var bomb = Unpooled.buffer();
        codec.compress(zeros, bomb);

        assertThat(codec.decompress(bomb, zeros.readableBytes()).readableBytes())
                .isEqualTo(zeros.readableBytes());
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> codec.decompress(bomb, zeros.readableBytes() - 1));
    }

    @Test
    void snappyWithoutFramingIsRead() throws java.io.IOException {
        var raw = org.xerial.snappy.Snappy.compress("some records".repeat(50));

        var text = Compression.SNAPPY.decompress(Unpooled.wrappedBuffer(raw), 10_000);

        assertThat(text.toString(java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("some records".repeat(50));
    }

    @Test
    void hostileSnappyBlockIsRefusedBeforeAnythingIsAllocated() {
        var framed = Unpooled.buffer();
        Compression.SNAPPY.compress(Unpooled.wrappedBuffer(new byte[100]), framed);
        framed.setInt(16, Integer.MAX_VALUE);

        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> Compression.SNAPPY.decompress(framed, 10_000))
                .withMessageContaining("claims 2147483647");
    }

    private static ByteBuf batch(long baseOffset) {
        return new RecordBatchBuilder(Compression.NONE)
                .baseOffset(baseOffset)
                .append(1, null, new byte[10])
                .append(2, new byte[3], null)
                .build(UnpooledByteBufAllocator.DEFAULT);
    }
}
