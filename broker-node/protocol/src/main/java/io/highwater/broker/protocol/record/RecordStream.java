package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipException;

/// The records of a batch, decompressed piece by piece: however much they become, no more than one piece of
/// them is in memory. What is read can be written somewhere else on the way.
///
/// Thread-safety: none.
final class RecordStream implements AutoCloseable {
    private static final int PIECE = 16 * 1024;

    private final Compression codec;
    private final InputStream in;
    private final OutputStream copy;
    private final long limit;
    private final byte[] piece = new byte[PIECE];
    private long size;

    /// @param payload what follows the header of a batch; its reader index moves
    /// @param limit   how many bytes are allowed
    /// @param copy    gets everything that is read; not closed here
    /// @throws MalformedRecordException when the compressed bytes do not begin as they should
    RecordStream(Compression codec, ByteBuf payload, long limit, OutputStream copy) {
        this.codec = codec;
        this.limit = limit;
        this.copy = copy;
        try {
            this.in = Codecs.decompressing(codec, payload, (int) Math.min(limit, Integer.MAX_VALUE));
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /// Reads the next piece; [#piece] holds it until the next call.
    ///
    /// @return its size in bytes, -1 at the end
    /// @throws MalformedRecordException when the compressed bytes are damaged or become too many
    int next() {
        var read = read();
        if (read < 0) {
            return -1;
        }
        size += read;
        if (size > limit) {
            throw new DecompressedTooLargeException(codec, limit);
        }
        try {
            copy.write(piece, 0, read);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot compress %d bytes of records".formatted(read), e);
        }
        return read;
    }

    byte[] piece() {
        return piece;
    }

    private int read() {
        try {
            var read = in.read(piece, 0, PIECE);
            if (read == 0) {
                throw new ZipException("no progress");
            }
            return read;
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private MalformedRecordException damaged(Exception cause) {
        return cause instanceof MalformedRecordException malformed
                ? malformed
                : new MalformedRecordException("Cannot decompress records with " + codec.configName(), cause);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged(e);
        }
    }
}
