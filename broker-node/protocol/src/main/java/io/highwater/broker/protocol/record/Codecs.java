package io.highwater.broker.protocol.record;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.xerial.snappy.SnappyOutputStream;

/// The framings that clients expect of each codec. Each is touched only by its own branch, so that no library is loaded
/// before its first use.
final class Codecs {
    private static final int BUFFER = 8 * 1024;

    private Codecs() {}

    static OutputStream compressing(Compression codec, OutputStream out) throws IOException {
        return switch (codec) {
            case NONE -> out;
            case GZIP -> new BufferedOutputStream(new GZIPOutputStream(out, BUFFER), BUFFER);
            case SNAPPY -> new SnappyOutputStream(out);
            case LZ4 -> new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE);
            case ZSTD -> new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(out), BUFFER);
        };
    }

    /// @param maxSize the largest result that is accepted, in bytes; checked here where a library would believe the
    ///            bytes
    static InputStream decompressing(Compression codec, ByteBuf source, int maxSize) throws IOException {
        var in = new ByteBufInputStream(source);
        return switch (codec) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case SNAPPY -> new SnappyBlocks(source, maxSize);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZSTD -> new BufferedInputStream(new ZstdInputStreamNoFinalizer(in), BUFFER);
        };
    }
}
