package io.highwater.broker.log.store;

import static io.highwater.broker.log.store.DirectoryFaultException.WHOLE_FILE;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A [LogFile] on a file channel. A direct buffer reaches the kernel without a copy.
final class SystemLogFile implements LogFile {
    private final Path path;
    private final FileChannel channel;

    SystemLogFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw SystemDisk.fault("read the size of", path, WHOLE_FILE, e);
        }
    }

    @Override
    public void write(ByteBuf source, long position) {
        var index = source.readerIndex();
        var end = source.writerIndex();
        var at = position;
        try {
            while (index < end) {
                var written = source.getBytes(index, channel, at, end - index);
                index += written;
                at += written;
            }
        } catch (IOException e) {
            throw SystemDisk.fault("write", path, at, e);
        }
    }

    @Override
    public int read(ByteBuf target, long position, int length) {
        var done = 0;
        try {
            while (done < length) {
                var count = target.writeBytes(channel, position + done, length - done);
                if (count <= 0) {
                    break;
                }
                done += count;
            }
        } catch (IOException e) {
            throw SystemDisk.fault("read", path, position + done, e);
        }
        return done;
    }

    @Override
    public void truncate(long size) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            throw SystemDisk.fault("truncate", path, size, e);
        }
    }

    @Override
    public void force() {
        try {
            // Content and size are enough: fdatasync spares the write of the time stamps.
            channel.force(false);
        } catch (IOException e) {
            throw SystemDisk.fault("force", path, WHOLE_FILE, e);
        }
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw SystemDisk.fault("close", path, WHOLE_FILE, e);
        }
    }
}
