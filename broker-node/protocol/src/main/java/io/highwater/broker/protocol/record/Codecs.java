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
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.xerial.snappy.SnappyOutputStream;

/// The framings that clients expect of each codec. Each is touched only by its own branch, so that no library
/// is loaded before its first use.
final class Codecs {
    private static final int BUFFER = 8 * 1024;
    private static final long UNKNOWN_SIZE = -1;

    private Codecs() {}

    /// @param level effort of the codecs that know several
    static OutputStream compressing(Compression codec, int level, OutputStream out) throws IOException {
        return switch (codec) {
            case NONE -> out;
            case GZIP -> new BufferedOutputStream(new LeveledGzip(out, level), BUFFER);
            case SNAPPY -> new SnappyOutputStream(out);
            case LZ4 -> lz4(level, out);
            case ZSTD -> new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(out, level), BUFFER);
        };
    }

    /// The default level stands for the fast compressor, which clients and Apache Kafka use, not for a level of
    /// the thorough one.
    private static OutputStream lz4(int level, OutputStream out) throws IOException {
        var factory = LZ4Factory.fastestInstance();
        var compressor =
                level == Compression.LZ4.defaultLevel() ? factory.fastCompressor() : factory.highCompressor(level);
        return new LZ4FrameOutputStream(
                out,
                BLOCKSIZE.SIZE_64KB,
                UNKNOWN_SIZE,
                compressor,
                XXHashFactory.fastestInstance().hash32(),
                FLG.Bits.BLOCK_INDEPENDENCE);
    }

    /// The stream of the JDK with a choice of effort.
    private static final class LeveledGzip extends GZIPOutputStream {
        LeveledGzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER);
            def.setLevel(level);
        }
    }

    /// @param maxSize the largest result that is accepted, in bytes; checked here where a library would believe
    ///            the bytes
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
