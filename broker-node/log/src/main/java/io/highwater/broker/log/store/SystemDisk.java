package io.highwater.broker.log.store;

import static io.highwater.broker.log.store.DirectoryFaultException.WHOLE_FILE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The operating system's file system.
///
/// Threads that work here must not be interrupted: the JDK closes a file channel under an interrupted thread.
public final class SystemDisk implements Disk {
    private static final int ZEROS = 64 * 1024;

    @Override
    public LogFile open(Path file) {
        return attempt(
                "open",
                file,
                () -> new SystemLogFile(
                        file,
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)));
    }

    @Override
    public MappedFile map(Path file, long size) {
        return attempt("map", file, () -> {
            try (var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                fillWithZeros(channel, size);
                return mapping(channel, size);
            }
        });
    }

    // The arena lives as long as the mapping, whose close() closes it.
    @SuppressWarnings("MustBeClosedChecker")
    private static SystemMapping mapping(FileChannel channel, long size) throws IOException {
        var arena = Arena.ofShared();
        try {
            return new SystemMapping(arena, channel.map(MapMode.READ_WRITE, 0, size, arena));
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    /// A hole in a mapped file would turn a full disk into a crash at the first touch; a write turns it into an
    /// exception.
    private static void fillWithZeros(FileChannel channel, long size) throws IOException {
        var position = channel.size();
        while (position < size) {
            var zeros = ByteBuffer.allocate((int) Math.min(size - position, ZEROS));
            position += channel.write(zeros, position);
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<DiskEntry> list(Path directory) {
        return attempt("list", directory, () -> {
            var entries = new ArrayList<DiskEntry>();
            try (var children = Files.newDirectoryStream(directory)) {
                for (var child : children) {
                    addIfThere(child, entries);
                }
            }
            return entries;
        });
    }

    private static void addIfThere(Path child, List<DiskEntry> entries) throws IOException {
        try {
            var attributes = Files.readAttributes(child, BasicFileAttributes.class);
            entries.add(new DiskEntry(
                    String.valueOf(child.getFileName()),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis(),
                    attributes.isDirectory()));
        } catch (NoSuchFileException _) {
            // Deleted between the listing and this look, as the files of a retired segment are.
        }
    }

    @Override
    public void createDirectories(Path directory) {
        attempt("create", directory, () -> Files.createDirectories(directory));
    }

    @Override
    public void move(Path from, Path to) {
        attempt(
                "rename",
                from,
                () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void delete(Path path) {
        attempt("delete", path, () -> Files.deleteIfExists(path));
    }

    @Override
    public void truncate(Path file, long size) {
        attempt("truncate", file, () -> {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                return channel.truncate(size);
            }
        });
    }

    @Override
    public void setLastModified(Path file, long timeMs) {
        attempt("date", file, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(timeMs)));
    }

    @Override
    public void force(Path file) {
        attempt("force", file, () -> {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
                return true;
            } catch (NoSuchFileException _) {
                // Deleted since the flush was planned: what is gone needs no force.
                return false;
            }
        });
    }

    @Override
    public void forceDirectory(Path directory) {
        attempt("force", directory, () -> {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                return true;
            }
        });
    }

    @Override
    public byte[] readAll(Path file) {
        return attempt("read", file, () -> Files.readAllBytes(file));
    }

    @Override
    public void write(Path file, byte[] content) {
        attempt("write", file, () -> Files.write(file, content));
    }

    @Override
    public DirectoryLock lock(Path file) {
        return attempt("lock", file, () -> {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return new SystemLock(file, channel);
                }
            } catch (OverlappingFileLockException _) {
                // Held by this very process, which the JDK reports in this way.
            }
            channel.close();
            throw new DirectoryInUseException(file);
        });
    }

    private static <T> T attempt(String action, Path file, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException e) {
            throw fault(action, file, WHOLE_FILE, e);
        }
    }

    /// The right exception for an I/O error: a full disk heals, everything else does not.
    static DirectoryFaultException fault(String action, Path file, long position, IOException cause) {
        return isDiskFull(cause)
                ? new DiskFullException(action, file, position, cause)
                : new DirectoryFaultException(action, file, position, cause);
    }

    /// The JDK has no exception of its own for ENOSPC and EDQUOT; the text of the C library is all there is.
    private static boolean isDiskFull(IOException cause) {
        if (cause instanceof DirectoryNotEmptyException || cause.getMessage() == null) {
            return false;
        }
        var message = cause.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("no space left")
                || message.contains("quota exceeded")
                || message.contains("not enough space");
    }

    /// File work that may fail.
    private interface Attempt<T> {
        T run() throws IOException;
    }

    /// A mapping with an arena of its own, so that it can be closed from whichever thread owns the log by then.
    private record SystemMapping(Arena arena, MemorySegment bytes) implements MappedFile {
        @Override
        public void close() {
            arena.close();
        }
    }

    /// A lock lives as long as the channel it was taken on.
    private record SystemLock(Path file, FileChannel channel) implements DirectoryLock {
        @Override
        public void close() {
            attempt("unlock", file, () -> {
                channel.close();
                return true;
            });
        }
    }
}
