package io.highwater.relay.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The position of one source in one small file, which is either the old one or the new one: written beside, forced to
/// disk, then renamed. A line is `base64(key) base64(value)`; both are JSON inside.
///
/// An unreadable file counts as none: the engine then reads the kept rows again, which repeats messages and loses none.
/// Made by the engine through reflection, hence public with a constructor without arguments.
public final class DurableOffsets extends MemoryOffsetBackingStore {
    /// The engine's setting that names the file.
    static final String FILE = "highwater.offsets.file";

    private static final Logger LOG = LoggerFactory.getLogger(DurableOffsets.class);

    private @Nullable Path file;

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        file = Path.of(Objects.requireNonNull(config.originalsStrings().get(FILE), FILE));
    }

    @Override
    public synchronized void start() {
        super.start();
        data = load(file());
    }

    private static Map<ByteBuffer, ByteBuffer> load(Path file) {
        var offsets = new HashMap<ByteBuffer, ByteBuffer>();
        try {
            for (var line : Files.readAllLines(file, UTF_8)) {
                var separator = line.indexOf(' ');
                offsets.put(decode(line.substring(0, separator)), decode(line.substring(separator + 1)));
            }
            return offsets;
        } catch (java.nio.file.NoSuchFileException _) {
            return new HashMap<>();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", unreadable)
                    .log("the position file is unreadable; the kept rows are read again from the start");
            return new HashMap<>();
        }
    }

    private static ByteBuffer decode(String base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    }

    /// Runs on the store's own thread, one call at a time.
    @Override
    protected void save() {
        var text = new StringBuilder();
        data.forEach((key, value) ->
                text.append(encode(key)).append(' ').append(encode(value)).append('\n'));
        var target = file();
        var beside = target.resolveSibling(target.getFileName() + ".next");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            try (var channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the position to " + target, failed);
        }
    }

    private static String encode(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return "";
        }
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }

    private Path file() {
        return Objects.requireNonNull(file, "not configured");
    }

    /// Asked only by a Connect worker's REST API, which an embedded engine does not have.
    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return Set.of();
    }
}
