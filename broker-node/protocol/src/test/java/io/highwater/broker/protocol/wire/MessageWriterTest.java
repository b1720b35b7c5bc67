package io.highwater.broker.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {
    private final MessageWriter writer = new MessageWriter(Unpooled.buffer());

    /// Stands for a slice of a file.
    private record FileSlice(int sizeInBytes) implements Records {}

    @Test
    void recordsStayWhereTheyAreAndKeepTheirPlace() {
        var first = new FileSlice(100);
        var second = new FileSlice(50);

        writer.writeInt(1);
        writer.writeRecords(first, false);
        writer.writeRecords(second, false);
        writer.writeShort((short) 9);

        assertThat(writer.size()).isEqualTo(4 + 4 + 100 + 4 + 50 + 2);
        assertThat(writer.parts())
                .hasSize(5)
                .containsSubsequence(first, second)
                .satisfiesExactly(
                        part -> assertThat(size(part)).isEqualTo(8),
                        part -> assertThat(part).isSameAs(first),
                        part -> assertThat(size(part)).isEqualTo(4),
                        part -> assertThat(part).isSameAs(second),
                        part -> assertThat(size(part)).isEqualTo(2));
    }

    @Test
    void releasingAllPartsReleasesTheBuffer() {
        var buffer = Unpooled.buffer();
        var owner = new MessageWriter(buffer);
        owner.writeInt(1);
        owner.writeRecords(new FileSlice(1), true);
        owner.writeInt(2);

        for (var part : owner.parts()) {
            if (part instanceof ByteBuf bytes) {
                bytes.release();
            }
        }

        assertThat(buffer.refCnt()).isZero();
    }

    @Test
    void emptyRecordsAreNoPart() {
        writer.writeRecords(BufferRecords.EMPTY, true);

        assertThat(writer.parts()).hasSize(1);
    }

    @Test
    void sizePrefixIsFilledInLater() {
        writer.writeInt(0);
        writer.writeLong(5);
        writer.setInt(0, writer.size() - Integer.BYTES);

        assertThat(writer.buffer().getInt(0)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 129, 16_383, 16_384, 70_000})
    void taggedFieldsOfAnySizeAreFramed(int size) {
        var begin = writer.beginTaggedField(3);
        writer.buffer().writeZero(size);
        writer.endTaggedField(begin);
        writer.writeByte((byte) 77);

        var reader = new MessageReader(writer.buffer());
        assertThat(reader.readUnsignedVarint()).isEqualTo(3);
        var end = reader.beginTaggedField();
        assertThat(end).isEqualTo(1);
        assertThat(reader.remaining()).isEqualTo(size + 1);
        writer.buffer().skipBytes(size);
        reader.endTaggedField(end);
        assertThat(reader.readByte()).isEqualTo((byte) 77);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 300, 16_384, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void varintsRoundTrip(int value) {
        writer.writeUnsignedVarint(value);

        assertThat(new MessageReader(writer.buffer()).readUnsignedVarint()).isEqualTo(value);
    }

    @Test
    void stringsBeyondTheFormatAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.writeString("x".repeat(32_768), true))
                .withMessageContaining("32768");
    }

    private static int size(Object part) {
        return ((ByteBuf) part).readableBytes();
    }
}
