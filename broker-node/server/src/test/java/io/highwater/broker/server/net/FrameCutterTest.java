package io.highwater.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCutterTest {
    private static final int MAX = 1 << 20;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final FrameCutter frames = new FrameCutter(MAX, allocator);

    @AfterEach
    void nothingLeaks() {
        frames.close();

        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void severalFramesInOneReadComeOutOneByOne() throws FrameViolationException {
        frames.add(Unpooled.wrappedBuffer(frame("first one"), frame("second one")));

        assertThat(next()).isEqualTo("first one");
        assertThat(next()).isEqualTo("second one");
        assertThat(frames.hasNext()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void framesInAnyPiecesComeOutWhole(long seed) throws FrameViolationException {
        var random = new Random(seed);
        var stream = Unpooled.buffer();
        for (int index = 0; index < 50; index++) {
            stream.writeBytes(frame("frame number " + index + "x".repeat(random.nextInt(500))));
        }
        int seen = 0;
        while (stream.isReadable()) {
            int size = Math.min(stream.readableBytes(), 1 + random.nextInt(97));
            frames.add(allocator.heapBuffer(size).writeBytes(stream, size));
            while (frames.hasNext()) {
                assertThat(next()).as("seed %d", seed).startsWith("frame number " + seen++);
            }
        }

        assertThat(seen).isEqualTo(50);
    }

    @Test
    void anAnnouncedSizeCostsNothingBeforeItIsSent() {
        frames.add(allocator.heapBuffer(16).writeInt(MAX).writeInt(0));
        frames.add(allocator.heapBuffer(16).writeLong(0));

        assertThat(frames.hasNext()).isFalse();
        assertThat(allocator.metric().usedHeapMemory()).isLessThan(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, MAX + 1, 7, 0, -1, Integer.MIN_VALUE})
    void aSizeThatNoRequestHasIsAViolation(int size) {
        frames.add(Unpooled.buffer().writeInt(size));

        assertThat(frames.hasNext()).isTrue();
        assertThatThrownBy(frames::next).isInstanceOf(FrameViolationException.class);
    }

    @Test
    void otherProtocolsAreCalledByTheirName() {
        frames.add(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", StandardCharsets.US_ASCII));

        assertThatThrownBy(frames::next).hasMessageContaining("HTTP");
    }

    @Test
    void tlsIsCalledByItsName() {
        frames.add(Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1, 2, 0}));

        assertThatThrownBy(frames::next).hasMessageContaining("TLS");
    }

    private String next() throws FrameViolationException {
        assertThat(frames.hasNext()).isTrue();
        ByteBuf frame = frames.next();
        String text = frame.toString(StandardCharsets.US_ASCII);
        frame.release();
        return text;
    }

    private static ByteBuf frame(String text) {
        return Unpooled.buffer().writeInt(text.length()).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
