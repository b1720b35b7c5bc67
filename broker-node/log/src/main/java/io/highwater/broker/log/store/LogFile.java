package io.highwater.broker.log.store;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// An open file of records.
///
/// Thread-safety: one thread writes; any thread may read or force at the same time.
public interface LogFile extends AutoCloseable {
    /// The name it was opened by; a later rename is not seen here.
    Path path();

    /// Size in bytes.
    long size();

    /// Writes the readable bytes of `source` at `position` without moving its reader index. Either all of them are
    /// written or an exception is thrown, and then an unknown part of them was.
    void write(ByteBuf source, long position);

    /// Appends up to `length` bytes from `position` on to `target`.
    ///
    /// @return how many; fewer than `length` only at the end of the file, 0 behind it
    int read(ByteBuf target, long position, int length);

    /// Cuts the file down to `size` bytes.
    void truncate(long size);

    /// Makes the content durable.
    void force();

    /// The channel behind it, for zero-copy transfer only.
    ///
    /// @throws UnsupportedOperationException where there is none (simulated disks)
    FileChannel channel();

    @Override
    void close();
}
