package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/// Reads the framing of snappy-java, and raw Snappy as some clients send it. The library's own stream allocates
/// whatever length a block claims; this one first compares it with what is there and with what is allowed.
///
/// ```
/// header  82 'S' 'N' 'A' 'P' 'P' 'Y' 00, version i32, lowest compatible version i32
/// block   size i32, that many bytes of raw Snappy      ... repeated to the end
/// ```
final class SnappyBlocks extends InputStream {
    private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
    private static final int HEADER_SIZE = MAGIC.length + 2 * Integer.BYTES;
    /// A copy of at most 64 bytes takes at least two: whoever claims more than 64 for each byte lies, and gets
    /// no memory.
    private static final int MOST_FROM_ONE_BYTE = 64;

    private final ByteBuf in;
    private final boolean framed;
    private final int limit;
    private int allowed;
    private byte[] block = {};
    private int position;

    /// @param in      read from its reader index on, which moves
    /// @param allowed how many decompressed bytes are accepted
    SnappyBlocks(ByteBuf in, int allowed) {
        this.in = in;
        this.limit = allowed;
        this.allowed = allowed;
        this.framed = startsWithHeader(in);
        if (framed) {
            in.skipBytes(HEADER_SIZE);
        }
    }

    private static boolean startsWithHeader(ByteBuf in) {
        if (in.readableBytes() < HEADER_SIZE) {
            return false;
        }
        var start = new byte[MAGIC.length];
        in.getBytes(in.readerIndex(), start);
        return Arrays.equals(start, MAGIC);
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var size = Math.min(length, block.length - position);
        System.arraycopy(block, position, target, offset, size);
        position += size;
        return size;
    }

    /// Makes sure that there is a byte to read; false at the end.
    private boolean fill() throws IOException {
        while (position == block.length) {
            if (!in.isReadable()) {
                return false;
            }
            block = nextBlock();
            position = 0;
        }
        return true;
    }

    private byte[] nextBlock() throws IOException {
        var compressed = new byte[framed ? blockSize() : in.readableBytes()];
        in.readBytes(compressed);
        var size = Snappy.uncompressedLength(compressed);
        if (size < 0 || size > (long) MOST_FROM_ONE_BYTE * compressed.length) {
            throw new MalformedRecordException(
                    "A snappy block of %d bytes claims to hold %d".formatted(compressed.length, size));
        }
        if (size > allowed) {
            throw new DecompressedTooLargeException(Compression.SNAPPY, limit);
        }
        allowed -= size;
        return Snappy.uncompress(compressed);
    }

    private int blockSize() {
        var available = in.readableBytes() - Integer.BYTES;
        var size = available < 0 ? -1 : in.readInt();
        if (size < 0 || size > available) {
            throw new MalformedRecordException(
                    "A snappy block claims %d bytes but %d are left".formatted(size, Math.max(available, 0)));
        }
        return size;
    }
}
