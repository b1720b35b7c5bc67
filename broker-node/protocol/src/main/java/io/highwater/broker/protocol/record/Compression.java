package io.highwater.broker.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// How the records of a batch are compressed. The libraries behind it are loaded when the first batch needs
/// them, since a broker that only passes batches on needs none.
public enum Compression {
    NONE(0, "none", 0),
    GZIP(1, "gzip", -1),
    SNAPPY(2, "snappy", 0),
    LZ4(3, "lz4", 9),
    ZSTD(4, "zstd", 3);

    /// How large the records of one batch may become when decompressed, unless the caller says otherwise: far
    /// beyond what a client's `batch.size` makes, far below what would take a small broker's memory.
    public static final int DEFAULT_MAX_DECOMPRESSED = 64 * 1024 * 1024;

    private static final int CHUNK = 16 * 1024;
    private static final Compression[] BY_ID = values();

    private final int id;
    private final String configName;
    private final int defaultLevel;

    Compression(int id, String configName, int defaultLevel) {
        this.id = id;
        this.configName = configName;
        this.defaultLevel = defaultLevel;
    }

    /// @throws MalformedRecordException when no codec has this number
    public static Compression of(int id) {
        if (!isKnown(id)) {
            throw new MalformedRecordException("There is no compression type " + id);
        }
        return BY_ID[id];
    }

    /// The codec with this name in `compression.type`, if there is one.
    public static Optional<Compression> named(String configName) {
        return Arrays.stream(BY_ID)
                .filter(codec -> codec.configName.equals(configName))
                .findFirst();
    }

    static boolean isKnown(int id) {
        return id >= 0 && id < BY_ID.length;
    }

    /// The number in the attributes of a batch.
    public int id() {
        return id;
    }

    /// The name in `compression.type`.
    public String configName() {
        return configName;
    }

    /// The effort of this codec when nobody says; 0 for codecs that know only one.
    public int defaultLevel() {
        return defaultLevel;
    }

    /// Appends the compressed form of the readable bytes of `source`, which it leaves as they are, to `target`.
    public void compress(ByteBuf source, ByteBuf target) {
        if (this == NONE) {
            target.writeBytes(source, source.readerIndex(), source.readableBytes());
            return;
        }
        try (var out = Codecs.compressing(this, defaultLevel, new ByteBufOutputStream(target))) {
            source.getBytes(source.readerIndex(), out, source.readableBytes());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot compress " + source.readableBytes() + " bytes with " + configName, e);
        }
    }

    /// The decompressed form of the readable bytes of `source`, which it leaves as they are, on the heap.
    ///
    /// @param maxSize the largest result that is accepted, in bytes
    /// @throws MalformedRecordException when the bytes are damaged or become too many
    public ByteBuf decompress(ByteBuf source, int maxSize) {
        var result = Unpooled.buffer((int) Math.min(maxSize, 4L * source.readableBytes() + CHUNK));
        try (var in = Codecs.decompressing(this, source.duplicate(), maxSize)) {
            copy(in, result, maxSize);
            return result;
        } catch (IOException | RuntimeException e) {
            if (e instanceof MalformedRecordException malformed) {
                throw malformed;
            }
            throw new MalformedRecordException("Cannot decompress records with " + configName, e);
        }
    }

    private void copy(InputStream in, ByteBuf result, int maxSize) throws IOException {
        while (result.writeBytes(in, CHUNK) > 0) {
            if (result.readableBytes() > maxSize) {
                throw new MalformedRecordException(
                        "Records decompressed with %s take more than %d bytes".formatted(configName, maxSize));
            }
        }
    }
}
