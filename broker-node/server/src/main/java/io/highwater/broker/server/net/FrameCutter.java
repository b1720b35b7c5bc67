package io.highwater.broker.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Cuts the bytes of one connection into frames: four bytes of size, then that many bytes.
///
/// A frame that arrived in one piece is handed out as a slice of what was read; a frame in pieces is gathered in a
/// buffer that grows with the bytes that are really there, so an announced size costs nothing until it is sent.
///
/// Thread-safety: none; owned by the connection.
final class FrameCutter {
    private static final int SIZE_BYTES = 4;
    /// API key, version and correlation id: what every request begins with.
    private static final int MIN_FRAME_BYTES = 8;

    private static final int GROWTH = 4;
    private static final int TLS_HANDSHAKE = 0x16;

    private final int maxFrameBytes;
    private final ByteBufAllocator allocator;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;

    FrameCutter(int maxFrameBytes, ByteBufAllocator allocator) {
        this.maxFrameBytes = maxFrameBytes;
        this.allocator = allocator;
    }

    /// Takes over the bytes that were read.
    void add(ByteBuf bytes) {
        if (!pending.isReadable()) {
            pending.release();
            pending = bytes;
            return;
        }
        try {
            makeRoomFor(bytes.readableBytes());
            pending.writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /// Whether a whole frame (or a violation) is waiting.
    boolean hasNext() {
        if (pending.readableBytes() < SIZE_BYTES) {
            return false;
        }
        int size = pending.getInt(pending.readerIndex());
        return size < MIN_FRAME_BYTES || size > maxFrameBytes || pending.readableBytes() - SIZE_BYTES >= size;
    }

    /// The next frame without its size; the caller releases it. Only after [#hasNext] said yes.
    ByteBuf next() throws FrameViolationException {
        int size = pending.getInt(pending.readerIndex());
        if (size < MIN_FRAME_BYTES || size > maxFrameBytes) {
            throw violation(size);
        }
        pending.skipBytes(SIZE_BYTES);
        return pending.readRetainedSlice(size);
    }

    void close() {
        pending.release();
        pending = Unpooled.EMPTY_BUFFER;
    }

    private void makeRoomFor(int more) {
        if (pending.writableBytes() >= more) {
            return;
        }
        int have = pending.readableBytes();
        ByteBuf larger = allocator.buffer(Math.max(have + more, Math.min(announced(), have * GROWTH)));
        larger.writeBytes(pending);
        pending.release();
        pending = larger;
    }

    private int announced() {
        if (pending.readableBytes() < SIZE_BYTES) {
            return 0;
        }
        long size = pending.getInt(pending.readerIndex());
        return (int) Math.clamp(size + SIZE_BYTES, 0L, Math.min(Integer.MAX_VALUE, (long) maxFrameBytes + SIZE_BYTES));
    }

    private FrameViolationException violation(int size) {
        int start = pending.readerIndex();
        if (pending.getByte(start) == TLS_HANDSHAKE && pending.getByte(start + 1) == 3) {
            return new FrameViolationException("the client speaks TLS to a plaintext listener");
        }
        if (looksLikeHttp(start)) {
            return new FrameViolationException("the client speaks HTTP; this port speaks the Kafka protocol");
        }
        if (size > maxFrameBytes) {
            return new FrameViolationException(
                    "a request of %d bytes exceeds socket.request.max.bytes = %d".formatted(size, maxFrameBytes));
        }
        return new FrameViolationException("a request cannot have %d bytes".formatted(size));
    }

    /// The size field of a text protocol is four capital letters, or three and a space.
    private boolean looksLikeHttp(int start) {
        for (int index = 0; index < SIZE_BYTES; index++) {
            byte character = pending.getByte(start + index);
            boolean capital = character >= 'A' && character <= 'Z';
            if (!capital && !(index == SIZE_BYTES - 1 && character == ' ')) {
                return false;
            }
        }
        return true;
    }
}
