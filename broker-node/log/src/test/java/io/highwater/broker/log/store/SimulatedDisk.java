package io.highwater.broker.log.store;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A disk in memory that forgets like a real one.
///
/// What was written and not forced is at a crash, write by write, kept, lost or torn; what a crash leaves of a
/// mapped file is its forced or its latest content, page by page. Names that were created, changed or removed
/// since the last force of a directory survive up to some point in their order, as on a file system with a
/// journal.
public final class SimulatedDisk implements Disk {
    private static final int PAGE = 512;

    private TreeMap<Path, Inode> names = new TreeMap<>();
    private TreeMap<Path, Inode> durableNames = new TreeMap<>();
    private final List<NameChange> nameChanges = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private long nowMs;
    private long operations;
    private long crashAt = Long.MAX_VALUE;
    private long failAt = Long.MAX_VALUE;
    private boolean failForces;
    private long freeBytes = Long.MAX_VALUE;
    private int openFiles;

    /// A change of names that may be lost until its directory is forced.
    private record NameChange(Path directory, TreeMap<Path, Inode> after) {}

    /// A write that may be lost until its file is forced.
    private record Write(int position, byte[] bytes) {}

    /// The content behind a name.
    private final class Inode {
        private final boolean isDirectory;
        private byte[] data = new byte[0];
        private byte[] durable = new byte[0];
        private final List<Write> pending = new ArrayList<>();
        private boolean mapped;
        private long lastModifiedMs = nowMs;

        private Inode(boolean isDirectory) {
            this.isDirectory = isDirectory;
        }

        private void write(int position, byte[] bytes) {
            var end = position + bytes.length;
            var growth = Math.max(0, end - data.length);
            var room = (int) Math.min(bytes.length, growth == 0 ? bytes.length : bytes.length - growth + freeBytes);
            var written = Arrays.copyOf(bytes, room);
            data = data.length < position + room ? Arrays.copyOf(data, position + room) : data;
            System.arraycopy(written, 0, data, position, room);
            pending.add(new Write(position, written));
            freeBytes -= Math.min(freeBytes, growth);
            lastModifiedMs = nowMs;
        }

        private void resize(int size) {
            data = Arrays.copyOf(data, size);
            // A truncation is a change of metadata, which a journal keeps in order with what follows.
            force();
        }

        private void force() {
            durable = data.clone();
            pending.clear();
        }

        private void crash(RandomGenerator random) {
            data = mapped ? mixPages(random) : replayPending(random);
            mapped = false;
            force();
        }

        private byte[] mixPages(RandomGenerator random) {
            var mixed = Arrays.copyOf(durable, random.nextBoolean() ? durable.length : data.length);
            for (var at = 0; at < mixed.length; at += PAGE) {
                if (random.nextBoolean()) {
                    var count = Math.min(PAGE, Math.min(mixed.length, data.length) - at);
                    System.arraycopy(data, at, mixed, at, Math.max(0, count));
                }
            }
            return mixed;
        }

        private byte[] replayPending(RandomGenerator random) {
            var result = durable.clone();
            var mode = random.nextInt(4);
            for (var write : pending) {
                var kept = switch (mode) {
                    case 0 -> 0;
                    case 1 -> write.bytes.length;
                    default ->
                        random.nextInt(3) == 0
                                ? random.nextInt(write.bytes.length + 1)
                                : write.bytes.length * random.nextInt(2);
                };
                if (kept > 0) {
                    result = Arrays.copyOf(result, Math.max(result.length, write.position + kept));
                    System.arraycopy(write.bytes, 0, result, write.position, kept);
                }
                if (kept > 0 && kept < write.bytes.length && random.nextInt(4) == 0) {
                    result[write.position + random.nextInt(kept)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            return result;
        }
    }

    // ---- what a test does to it ----

    /// Sets the time that file modification times are taken from.
    public void setTime(long timeMs) {
        nowMs = timeMs;
    }

    /// The operation that many operations from now does not come back.
    public void crashAfter(long count) {
        crashAt = operations + count;
    }

    /// The operation that many operations from now, and all after it, fail.
    public void failAfter(long count) {
        failAt = operations + count;
    }

    /// Whether forcing a file or directory fails from now on.
    public void failForces(boolean fail) {
        failForces = fail;
    }

    /// How many bytes may still be written.
    public void setFreeBytes(long bytes) {
        freeBytes = bytes;
    }

    /// The machine has lost power and comes up again.
    public void crash(RandomGenerator random) {
        var survived = random.nextInt(nameChanges.size() + 1);
        names = new TreeMap<>(survived == 0 ? durableNames : nameChanges.get(survived - 1).after);
        nameChanges.clear();
        new LinkedHashSet<>(names.values()).forEach(inode -> inode.crash(random));
        durableNames = new TreeMap<>(names);
        locks.clear();
        crashAt = Long.MAX_VALUE;
        failAt = Long.MAX_VALUE;
        openFiles = 0;
    }

    /// Only the process has died: the operating system still has everything.
    public void killProcess() {
        names.values().forEach(Inode::force);
        durableNames = new TreeMap<>(names);
        nameChanges.clear();
        locks.clear();
        crashAt = Long.MAX_VALUE;
        openFiles = 0;
    }

    /// How many files are open.
    public int openFiles() {
        return openFiles;
    }

    /// How many operations there have been.
    public long operations() {
        return operations;
    }

    /// Replaces a file's content, durably, behind everybody's back.
    public void tamper(Path file, byte[] content) {
        var inode = inode("tamper with", file);
        inode.data = content.clone();
        inode.force();
    }

    // ---- what the log does with it ----

    private void step(String action, Path path) {
        operations++;
        if (operations >= crashAt) {
            throw new SimulatedCrash();
        }
        if (operations >= failAt) {
            throw new DirectoryFaultException(
                    action, path, DirectoryFaultException.WHOLE_FILE, new IOException("simulated"));
        }
    }

    private Inode inode(String action, Path path) {
        var inode = names.get(path);
        if (inode == null) {
            throw new DirectoryFaultException(
                    action, path, DirectoryFaultException.WHOLE_FILE, new NoSuchFileException(path.toString()));
        }
        return inode;
    }

    private void changed(Path path) {
        nameChanges.add(new NameChange(Objects.requireNonNull(path.getParent()), new TreeMap<>(names)));
    }

    private Inode create(Path file) {
        var inode = names.get(file);
        if (inode == null) {
            inode = new Inode(false);
            names.put(file, inode);
            changed(file);
        }
        return inode;
    }

    @Override
    public LogFile open(Path file) {
        step("open", file);
        openFiles++;
        return new SimulatedLogFile(file, create(file));
    }

    @Override
    public MappedFile map(Path file, long size) {
        step("map", file);
        var inode = create(file);
        var growth = size - inode.data.length;
        if (growth > freeBytes) {
            throw new DiskFullException(
                    "map", file, DirectoryFaultException.WHOLE_FILE, new IOException("no space left"));
        }
        if (growth > 0) {
            freeBytes -= growth;
            inode.data = Arrays.copyOf(inode.data, (int) size);
        }
        inode.mapped = true;
        var bytes = MemorySegment.ofArray(inode.data);
        return new MappedFile() {
            @Override
            public MemorySegment bytes() {
                return bytes;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean exists(Path path) {
        return names.containsKey(path);
    }

    @Override
    public List<DiskEntry> list(Path directory) {
        step("list", directory);
        inode("list", directory);
        var entries = new ArrayList<DiskEntry>();
        names.forEach((path, inode) -> {
            if (directory.equals(path.getParent())) {
                entries.add(new DiskEntry(
                        path.getFileName().toString(), inode.data.length, inode.lastModifiedMs, inode.isDirectory));
            }
        });
        return entries;
    }

    @Override
    public void createDirectories(Path directory) {
        for (var path = directory; path.getParent() != null; path = path.getParent()) {
            if (!names.containsKey(path)) {
                names.put(path, new Inode(true));
                // Losing a whole directory would make every test trivial.
                durableNames.put(path, names.get(path));
                var created = path;
                nameChanges.forEach(change -> change.after.put(created, names.get(created)));
            }
        }
    }

    @Override
    public void move(Path from, Path to) {
        step("rename", from);
        var inode = inode("rename", from);
        if (inode.isDirectory) {
            moveTree(from, to);
        }
        names.remove(from);
        names.put(to, inode);
        changed(to);
    }

    private void moveTree(Path from, Path to) {
        var inside = names.keySet().stream()
                .filter(path -> path.startsWith(from) && !path.equals(from))
                .toList();
        inside.forEach(path -> names.put(to.resolve(from.relativize(path)), names.remove(path)));
    }

    @Override
    public void delete(Path path) {
        step("delete", path);
        if (names.keySet().stream().anyMatch(other -> path.equals(other.getParent()))) {
            throw new DirectoryFaultException(
                    "delete", path, DirectoryFaultException.WHOLE_FILE, new IOException("directory not empty"));
        }
        if (names.remove(path) != null) {
            changed(path);
        }
    }

    @Override
    public void truncate(Path file, long size) {
        step("truncate", file);
        inode("truncate", file).resize((int) size);
    }

    @Override
    public void setLastModified(Path file, long timeMs) {
        step("date", file);
        inode("date", file).lastModifiedMs = timeMs;
    }

    @Override
    public void force(Path file) {
        step("force", file);
        forceOrFail(file);
        var inode = names.get(file);
        if (inode != null) {
            inode.force();
        }
    }

    private void forceOrFail(Path file) {
        if (failForces) {
            throw new DirectoryFaultException(
                    "force", file, DirectoryFaultException.WHOLE_FILE, new IOException("simulated"));
        }
    }

    @Override
    public void forceDirectory(Path directory) {
        step("force", directory);
        forceOrFail(directory);
        for (var i = nameChanges.size() - 1; i >= 0; i--) {
            if (nameChanges.get(i).directory.equals(directory)) {
                durableNames = new TreeMap<>(nameChanges.get(i).after);
                nameChanges.subList(0, i + 1).clear();
                return;
            }
        }
    }

    @Override
    public byte[] readAll(Path file) {
        step("read", file);
        return inode("read", file).data.clone();
    }

    @Override
    public void write(Path file, byte[] content) {
        step("write", file);
        var inode = create(file);
        if (content.length > freeBytes) {
            throw new DiskFullException("write", file, 0, new IOException("no space left"));
        }
        inode.data = new byte[0];
        inode.durable = new byte[0];
        inode.pending.clear();
        inode.write(0, content);
    }

    @Override
    public DirectoryLock lock(Path file) {
        if (!locks.add(file)) {
            throw new DirectoryInUseException(file);
        }
        return () -> locks.remove(file);
    }

    /// An open file; its content outlives its name.
    private final class SimulatedLogFile implements LogFile {
        private final Path path;
        private final Inode inode;
        private boolean open = true;

        private SimulatedLogFile(Path path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() {
            return inode.data.length;
        }

        @Override
        public void write(ByteBuf source, long position) {
            requireOpen();
            var bytes = new byte[source.readableBytes()];
            source.getBytes(source.readerIndex(), bytes);
            var growth = position + bytes.length - inode.data.length;
            var full = growth > freeBytes;
            try {
                step("write", path);
            } catch (SimulatedCrash e) {
                // The write was on its way when the machine stopped.
                inode.write((int) position, bytes);
                throw e;
            }
            inode.write((int) position, bytes);
            if (full) {
                throw new DiskFullException("write", path, position, new IOException("no space left"));
            }
        }

        @Override
        public int read(ByteBuf target, long position, int length) {
            requireOpen();
            var count = (int) Math.max(0, Math.min(length, inode.data.length - position));
            if (count > 0) {
                target.writeBytes(inode.data, (int) position, count);
            }
            return count;
        }

        @Override
        public void truncate(long size) {
            requireOpen();
            step("truncate", path);
            if (size < inode.data.length) {
                freeBytes = freeBytes == Long.MAX_VALUE ? freeBytes : freeBytes + inode.data.length - size;
                inode.resize((int) size);
            }
        }

        @Override
        public void force() {
            requireOpen();
            step("force", path);
            forceOrFail(path);
            inode.force();
        }

        @Override
        public FileChannel channel() {
            throw new UnsupportedOperationException("a simulated file has no channel");
        }

        private void requireOpen() {
            if (!open) {
                throw new IllegalStateException(path + " was closed");
            }
        }

        @Override
        public void close() {
            requireOpen();
            open = false;
            openFiles--;
        }
    }
}
